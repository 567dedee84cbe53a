;; A resource that a number of 64 bits stands for.
(component
  (type $item (resource (rep i64)))
  (export "item" (type $item)))
