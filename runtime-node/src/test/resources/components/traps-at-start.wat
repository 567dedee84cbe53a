;; Exports test:node/counter, but traps while it is instantiated.
(module
  (func $start unreachable)
  (start $start)
  (func (export "test:node/counter#next") (result i32) (i32.const 1))
  (func (export "test:node/counter#fail") unreachable))
