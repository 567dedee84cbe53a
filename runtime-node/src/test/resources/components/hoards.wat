;; A command that opens 10,000 handles and drops none.
(module
  (import "[export]test:node/hoard" "[resource-new]thing" (func $new (param i32) (result i32)))
  (func (export "wasi:cli/run@0.2.12#run") (result i32)
    (local $left i32)
    (local.set $left (i32.const 10000))
    (loop
      (drop (call $new (local.get $left)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if 0 (local.get $left)))
    (i32.const 0)))
