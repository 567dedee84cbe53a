;; Passes calls of test:node/relay on to test:node/counter. Has a page of memory, to have something to limit.
(module
  (import "test:node/counter" "next" (func $next (result i32)))
  (import "test:node/counter" "fail" (func $fail))
  (memory (export "memory") 1)
  (func (export "test:node/relay#next") (result i32) (call $next))
  (func (export "test:node/relay#fail") (call $fail)))
