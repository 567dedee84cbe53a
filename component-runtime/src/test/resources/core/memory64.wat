;; A memory of 64-bit addresses.
(module
  (memory (export "memory") i64 1)
  (func (export "read") (param i64) (result i32) (i32.load (local.get 0))))
