(module (func (export "f") (drop (i8x16.splat (i32.const 1)))))
