;; Exports test:node/counter; fail takes a page of memory, so that one sees who is in it, and never ends by itself.
(module
  (memory (export "memory") 1)
  (func (export "test:node/counter#next") (result i32) (i32.const 1))
  (func (export "test:node/counter#fail")
    (drop (memory.grow (i32.const 1)))
    (loop (br 0))))
