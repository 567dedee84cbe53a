;; Imports a memory and has no data of its own.
(module (import "owner" "memory" (memory 1)))
