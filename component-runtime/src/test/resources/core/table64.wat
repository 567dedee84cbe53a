;; A table of 64-bit indices.
(module
  (table (export "table") i64 1 funcref))
