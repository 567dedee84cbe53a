;; Exports test:node/counter; fail never ends by itself.
(module
  (func (export "test:node/counter#next") (result i32) (i32.const 1))
  (func (export "test:node/counter#fail") (loop (br 0))))
