(component
  ;; A package in the form of before: all of it is one type.
  (type $demo (component
    (import "base:money/amounts" (instance $amounts
      (type $amount' s32)
      (export "amount" (type $amount (eq $amount')))))
    (alias export $amounts "amount" (type $amount))
    (export "demo:whole/shop@1.0.0" (instance $shop
      (alias outer 1 $amount (type $amount'))
      (export "amount" (type $amount (eq $amount')))
      (type $pay (func (param "what" $amount)))
      (export "pay" (func (type $pay)))))
    (type $world (component
      (import "base:money/amounts" (instance
        (type $amount' s32)
        (export "amount" (type $amount (eq $amount')))))
      (type $go (func))
      (export "go" (func (type $go)))))
    (export "demo:whole/main@1.0.0" (component (type $world)))))
  (export "demo:whole/wit@1.0.0" (type $demo))
  (@custom "package-docs" "\00{\"docs\":\"Whole.\",\"worlds\":{\"main\":{\"funcs\":{\"go\":\"Goes.\"}}},\"interfaces\":{\"shop\":{\"docs\":\"A shop.\",\"funcs\":{\"pay\":\"Pays.\"}}}}")
)
