;; A command that traps.
(module
  (func (export "wasi:cli/run@0.2.12#run") (result i32) unreachable))
