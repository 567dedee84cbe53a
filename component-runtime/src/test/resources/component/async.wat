;; An asynchronous function in an interface, beside one that isn't.
(component
  (core func $return (canon task.return (result u32)))
  (core module $m
    (import "" "return" (func $return (param i32)))
    (func (export "now") (result i32) (i32.const 1))
    (func (export "later") (result i32) (call $return (i32.const 2)) (i32.const 0))
    (func (export "callback") (param i32 i32 i32) (result i32) unreachable))
  (core instance $i (instantiate $m (with "" (instance (export "return" (func $return))))))
  (func $now (result u32) (canon lift (core func $i "now")))
  (func $later async (result u32)
    (canon lift (core func $i "later") async (callback (core func $i "callback"))))
  (instance $clock (export "now" (func $now)) (export "later" (func $later)))
  (export "kube:test/clock" (instance $clock)))
