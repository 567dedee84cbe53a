;; Exports test:node/counter, but is never done with being instantiated.
(module
  (func $start (loop (br 0)))
  (start $start)
  (func (export "test:node/counter#next") (result i32) (i32.const 1))
  (func (export "test:node/counter#fail") unreachable))
