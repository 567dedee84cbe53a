(module
  (memory (export "memory") 1)
  (data (i32.const 65530) "\01\02\03\04\05\06")
  (data $later "later")
  (func (export "init") (memory.init $later (i32.const 8) (i32.const 1) (i32.const 3)))
  (func (export "copy") (memory.copy (i32.const 0) (i32.const 65530) (i32.const 6)))
  (func (export "sum") (param i32) (result i64)
    (i64.add (i64.load (local.get 0)) (i64.load16_u (i32.add (local.get 0) (i32.const 8))))))
