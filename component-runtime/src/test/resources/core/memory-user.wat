;; Imports a memory, and has data segments of its own to put into it.
(module
  (import "owner" "memory" (memory 1))
  (data $active (i32.const 40) "act")
  (data $passive "BBBBBBBB")
  (func (export "init") (param i32)
    (memory.init $passive (local.get 0) (i32.const 0) (i32.const 8)))
  (func (export "drop") (data.drop $passive))
  (func (export "again") (memory.init $active (i32.const 50) (i32.const 0) (i32.const 3)))
  (export "borrowed" (memory 0)))
