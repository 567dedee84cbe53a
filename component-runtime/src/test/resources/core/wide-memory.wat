;; A memory with 64-bit addresses, and a sum of vectors in it.
(module
  (memory (export "memory") i64 1)
  (func (export "sum") (param i64) (result i32)
    (local $sum v128)
    (local.set $sum (i32x4.add (v128.load (local.get 0)) (v128.load offset=16 (local.get 0))))
    (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
