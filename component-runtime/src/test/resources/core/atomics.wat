;; Atomic instructions, on a memory that isn't shared.
(module
  (memory (export "memory") 1)
  (func (export "add") (param i32) (result i32) (i32.atomic.rmw.add (i32.const 0) (local.get 0)))
  (func (export "fence") atomic.fence))
