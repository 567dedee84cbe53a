;; Fills the table of another module, with functions of its own and an imported one; other type order.
(module
  (type $narrow (func (param i32 f64) (result f64)))
  (type $wide (func (param i64) (result i64)))
  (type $pair (func (param i32 i32) (result i32)))
  (import "owner" "table" (table 8 funcref))
  (import "host" "triple" (func $triple (type $wide)))
  (elem (i32.const 0) $increment $scale $triple $add)
  (func $increment (type $wide) (i64.add (local.get 0) (i64.const 1)))
  (func $scale (type $narrow) (f64.mul (f64.convert_i32_s (local.get 0)) (local.get 1)))
  (func $add (type $pair) (i32.add (local.get 0) (local.get 1)))
  (func (export "call-wide") (param i32 i64) (result i64)
    (call_indirect (type $wide) (local.get 1) (local.get 0))))
