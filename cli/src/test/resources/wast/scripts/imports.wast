;; Which resources an import may name.

(component
  (type $r (resource (rep i32)))
  ;; of the scope around
  (type (component
    (import "i" (instance (alias outer 2 $r (type $q)) (export "r2" (type (eq $q)))))))
  ;; imported before
  (type (component
    (import "t" (instance $t (export "r" (type (sub resource)))))
    (alias export $t "r" (type $r))
    (import "i" (instance (alias outer 1 $r (type $q)) (export "r2" (type (eq $q)))))))
  ;; an export may name what another export brings
  (type (component
    (export "t" (instance $t (export "r" (type (sub resource)))))
    (alias export $t "r" (type $r))
    (export "i" (instance (alias outer 1 $r (type $q)) (export "r2" (type (eq $q)))))))
)

;; What the component makes itself, its imports can't name.
(assert_invalid
  (component
    (type $r (resource (rep i32)))
    (import "x" (type (eq $r))))
  "local resource type found in imports")

;; Neither can they name what comes only with an export.
(assert_invalid
  (component
    (type (component
      (export "r" (type $r (sub resource)))
      (import "x" (type (eq $r))))))
  "type not valid to be used as import")
(assert_invalid
  (component
    (type (component
      (export "t" (instance $t (export "r" (type (sub resource)))))
      (alias export $t "r" (type $r))
      (import "i" (instance (alias outer 1 $r (type $q)) (export "r2" (type (eq $q))))))))
  "instance not valid to be used as import")
(assert_invalid
  (component
    (type (component
      (export "r" (type $r (sub resource)))
      (import "f" (func (param "x" (own $r)))))))
  "func not valid to be used as import")
