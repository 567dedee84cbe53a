;; A component that lifts the core function that lowering what it imports gives: nothing of its own stands between the host and the
;; adapter.
(component
  (component $spins
    (core module $module (func (export "spin") (loop $again (br $again))))
    (core instance $instance (instantiate $module))
    (func (export "spin") (canon lift (core func $instance "spin"))))
  (component $lifts
    (import "spin" (func $spin))
    (core func $lowered (canon lower (func $spin)))
    (func (export "again") (canon lift (core func $lowered))))
  (instance $spinning (instantiate $spins))
  (instance $lifted (instantiate $lifts (with "spin" (func $spinning "spin"))))
  (export "spin" (func $lifted "again")))
