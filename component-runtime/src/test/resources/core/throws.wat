;; Throws an exception for another module to catch.
(module
  (tag $problem (export "problem") (param i32))
  (func (export "throw") (param i32) (throw $problem (local.get 0))))
