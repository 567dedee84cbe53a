;; A component that exports an interface of the host again.
(component
  (import "wasi:cli/environment@0.2.0" (instance $environment
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "get-arguments" (func (result (list string))))))
  (export "wasi:cli/environment@0.2.0" (instance $environment)))
