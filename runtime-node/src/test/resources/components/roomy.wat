;; Exports test:node/counter; begins with 512 MiB of memory.
(module
  (memory (export "memory") 8192)
  (func (export "test:node/counter#next") (result i32) (i32.const 1))
  (func (export "test:node/counter#fail") unreachable))
