;; A vector that no instruction makes: the block never ends.
(module
  (func (export "never") (drop (block (result v128) (unreachable)))))
