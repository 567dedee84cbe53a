;; A command that never ends by itself.
(module
  (func (export "wasi:cli/run@0.2.12#run") (result i32) (loop (br 0)) (i32.const 0)))
