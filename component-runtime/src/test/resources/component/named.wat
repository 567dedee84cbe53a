;; A component with names, and one inside.
(component $outer
  (core module $engine (func (export "one") (result i32) (i32.const 1)))
  (core instance $running (instantiate $engine))
  (component $inner
    (core module $spare)
    (type $number u32))
  (func $one (export "one") (result u32) (canon lift (core func $running "one"))))
