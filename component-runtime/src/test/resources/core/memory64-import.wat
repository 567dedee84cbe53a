;; A memory of 64-bit addresses that comes from elsewhere.
(module
  (import "env" "memory" (memory i64 1)))
