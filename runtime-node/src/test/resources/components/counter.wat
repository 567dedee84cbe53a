;; Exports test:node/counter. Its only state is a number, so that a new instance is known by beginning at 1.
(module
  (global $count (mut i32) (i32.const 0))
  (func (export "test:node/counter#next") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (global.get $count))
  (func (export "test:node/counter#fail") unreachable))
