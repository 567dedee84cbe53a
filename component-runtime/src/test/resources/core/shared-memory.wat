;; A memory that threads may share.
(module
  (memory (export "memory") 1 1 shared))
