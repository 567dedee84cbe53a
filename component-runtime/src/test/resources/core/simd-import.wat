;; A vector that comes from elsewhere.
(module
  (import "env" "vector" (global v128)))
