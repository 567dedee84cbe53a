;; Calls functions of the host: of every number type, and one that may call back.
(module
  (import "host" "call" (func $call (param i32) (result i32)))
  (import "host" "mix" (func $mix (param i32 i64 f32 f64) (result f32)))
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.add (call $call (local.get 0)) (i32.const 1)))
  (func (export "mix") (param i32 i64 f32 f64) (result f32)
    (call $mix (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (export "call" (func $call)))
