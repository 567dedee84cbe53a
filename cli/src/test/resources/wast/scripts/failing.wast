;; Commands that don't do what they say, each in another way, and what follows from it.

(component definition $numbers
  (core module $m
    (func (export "one") (result i32) (i32.const 1))
    (func (export "same") (param i32) (result i32) (local.get 0))
    (func (export "fail") unreachable))
  (core instance $i (instantiate $m))
  (func (export "one") (result u8) (canon lift (core func $i "one")))
  (func (export "same") (param "x" u8) (result u8) (canon lift (core func $i "same")))
  (type $colour' (enum "red" "green"))
  (export $colour "colour" (type $colour'))
  (func (export "pick") (result $colour) (canon lift (core func $i "one")))
  (func (export "nothing") (canon lift (core func $i "fail"))))
(component instance $i $numbers)
(assert_return (invoke "one") (u8.const 2))
(assert_return (invoke "one"))
(assert_return (invoke "one") (s8.const 1))
(assert_return (invoke "pick") (enum.const "red"))
(assert_return (invoke "pick") (enum.const "blue"))
(assert_return (invoke "same" (u8.const 1) (u8.const 2)) (u8.const 1))
(assert_return (invoke "same" (str.const "1")) (u8.const 1))
(assert_return (invoke "absent"))
(assert_trap (invoke "one") "unreachable")
(assert_exception (invoke "one"))
(assert_return (invoke $nobody "one"))
(invoke "nothing")
(component instance $none $absent)
(assert_return (invoke "one") (u8.const 1))

(component (import "a" (func)))
(assert_return (invoke "one"))
(component (core module $m (func $start unreachable) (start $start)) (core instance (instantiate $m)))

(assert_invalid (component) "is valid")
(assert_malformed (component (import "a" (func)) (import "a" (func))) "is decoded")
(assert_unlinkable (component) "is instantiated")
(assert_unlinkable (component (core module $m (func $start unreachable) (start $start)) (core instance (instantiate $m))) "traps")
(assert_trap (component) "is instantiated")
(assert_trap (component (import "a" (func))) "can't be linked")

;; What this runtime doesn't have is skipped, with what depends on it.
(component $async
  (core module $m (func (export "f")))
  (core instance $i (instantiate $m))
  (func (export "f") async (canon lift (core func $i "f") async)))
(assert_return (invoke "f"))
(assert_return (invoke $async "f"))
(thread $t (shared (module $m)) (invoke "f"))
(wait $t)

(component
  (core module $m (memory (export "m") i64 1)
    (func (export "realloc") (param i64 i64 i64 i64) (result i64) unreachable)
    (func (export "f") (param i64 i64)))
  (core instance $i (instantiate $m))
  (func (export "f") (param "text" string)
    (canon lift (core func $i "f") (memory (core memory $i "m")) (realloc (core func $i "realloc")))))
(assert_return (invoke "f" (str.const "a")))

;; Traps, and not by what the script says.
(component instance $other $numbers)
(assert_trap (invoke "nothing") "integer divide by zero")
(component instance $another $numbers)
(assert_trap (invoke "nothing") "wasm `unreachable` instruction executed")
(assert_trap (invoke "nothing") "wasm trap: cannot enter component instance")
(assert_trap
  (component (core module $m (func $start unreachable) (start $start)) (core instance (instantiate $m)))
  "out of bounds memory access")
