;; A vector that no function touches.
(module
  (global (export "vector") v128 (v128.const i32x4 1 2 3 4)))
