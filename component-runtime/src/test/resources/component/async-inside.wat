;; A built-in of the asynchronous ABI, and no asynchronous function outside.
(component
  (core func $return (canon task.return (result u32)))
  (core module $m
    (import "" "return" (func $return (param i32)))
    (func (export "now") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m (with "" (instance (export "return" (func $return))))))
  (func (export "now") (result u32) (canon lift (core func $i "now"))))
