;; Catches what a function of another module throws.
(module
  (import "throws" "problem" (tag $problem (param i32)))
  (import "throws" "throw" (func $throw (param i32)))
  (func (export "caught") (param i32) (result i32)
    (block $handler (result i32)
      (try_table (catch $problem $handler) (call $throw (local.get 0)))
      (i32.const -1))))
