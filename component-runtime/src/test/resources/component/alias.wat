;; A component whose imports have plain names: it adds in one counter, and asks the host for a number.
(component
  (import "primary" (implements "kube:test/counter") (instance $counter
    (export "add" (func (param "n" u32) (result u32)))))
  (import "entropy" (implements "wasi:random/insecure@0.2.0") (instance $random
    (export "get-insecure-random-u64" (func (result u64)))))
  (core func $number (canon lower (func $random "get-insecure-random-u64")))
  (core module $module
    (import "host" "number" (func $number (result i64)))
    (func (export "draw") (result i64) (call $number)))
  (core instance $core (instantiate $module (with "host" (instance (export "number" (func $number))))))
  (func $draw (result u64) (canon lift (core func $core "draw")))
  (export "add" (func $counter "add"))
  (export "draw" (func $draw)))
