;; A command whose run calls test:node/counter's fail.
(module
  (import "test:node/counter" "fail" (func $fail))
  (func (export "wasi:cli/run@0.2.12#run") (result i32) (call $fail) (i32.const 0)))
