;; A memory that threads may share, from elsewhere.
(module
  (import "env" "memory" (memory 1 1 shared)))
