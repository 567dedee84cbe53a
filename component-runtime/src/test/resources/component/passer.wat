;; A component that exports what it imports: an interface with a resource, and one of the host. Two functions of its own take
;; that resource.
(component
  (import "kube:test/counter" (instance $counter
    (export "item" (type $item (sub resource)))
    (type $colours (enum "red" "green"))
    (export "colour" (type $colour (eq $colours)))
    (export "[constructor]item" (func (param "value" u32) (result (own $item))))
    (export "[method]item.value" (func (param "self" (borrow $item)) (result u32)))
    (export "add" (func (param "n" u32) (result u32)))
    (export "echo" (func (param "text" string) (result string)))
    (export "boom" (func))
    (export "spin" (func))
    (export "bad-colour" (func (result $colour)))
    (export "dropped" (func (result u32)))))
  (import "kube:test/host@0.2.3" (instance $host
    (export "ticket" (type $ticket (sub resource)))
    (export "issue" (func (param "number" u32) (result (own $ticket))))
    (export "[method]ticket.number" (func (param "self" (borrow $ticket)) (result u32)))
    (export "shout" (func (param "text" string) (result string)))
    (export "exit" (func))))
  (alias export $counter "item" (type $item))
  (core func $value (canon lower (func $counter "[method]item.value")))
  (core func $drop (canon resource.drop $item))
  (core module $module
    (import "counter" "value" (func $value (param i32) (result i32)))
    (import "counter" "drop" (func $drop (param i32)))
    (func (export "peek") (param i32) (result i32)
      (call $value (local.get 0))
      (call $drop (local.get 0)))
    (func (export "discard") (param i32) (call $drop (local.get 0))))
  (core instance $core (instantiate $module
    (with "counter" (instance (export "value" (func $value)) (export "drop" (func $drop))))))
  (func $peek (param "it" (borrow $item)) (result u32) (canon lift (core func $core "peek")))
  (func $discard (param "it" (own $item)) (canon lift (core func $core "discard")))
  (export "kube:test/counter" (instance $counter))
  (export "kube:test/host@0.2.3" (instance $host))
  (export "peek" (func $peek))
  (export "discard" (func $discard)))
