;; Takes a resource of the host in its start function, and traps there.
(component
  (import "kube:test/host@0.2.3" (instance $host
    (export "ticket" (type $ticket (sub resource)))
    (export "issue" (func (param "number" u32) (result (own $ticket))))))
  (core func $issue (canon lower (func $host "issue")))
  (core module $start
    (import "host" "issue" (func $issue (param i32) (result i32)))
    (func $run (drop (call $issue (i32.const 7))) unreachable)
    (start $run))
  (core instance (instantiate $start (with "host" (instance (export "issue" (func $issue)))))))
