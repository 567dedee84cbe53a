;; A command that takes table elements, 65536 at a time, until it gets no more; an error if it got a million.
(module
  (table 0 funcref)
  (func (export "wasi:cli/run@0.2.12#run") (result i32)
    (loop (br_if 0 (i32.ne (table.grow (ref.null func) (i32.const 65536)) (i32.const -1))))
    (i32.gt_u (table.size) (i32.const 1000000))))
