;; A function that isn't asynchronous, but takes a stream.
(component
  (type $bytes (stream u8))
  (core func $new (canon stream.new $bytes))
  (core module $m
    (func (export "now") (result i32) (i32.const 1))
    (func (export "take") (param i32)))
  (core instance $i (instantiate $m))
  (func (export "now") (result u32) (canon lift (core func $i "now")))
  (func (export "take") (param "bytes" $bytes) (canon lift (core func $i "take"))))
