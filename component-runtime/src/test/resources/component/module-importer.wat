;; Valid, and nothing that a WIT world could say: it imports a core module.
(component
  (import "plugin" (core module $plugin (export "f" (func (result i32)))))
  (core module $own (memory 2) (table 3 funcref) (func (export "g") (param i64) (drop (i64.extend8_s (local.get 0)))))
  (core instance $i (instantiate $plugin))
  (func (export "f") (result u32) (canon lift (core func $i "f"))))
