;; Exports kube:faulty/faults.
(module
  (import "wasi:cli/stdout@0.2.12" "get-stdout" (func $stdout (result i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 64)
    "a line of a component that says so much that its log is full of it, and nobody reads it to its ends\0a")
  (func (export "kube:faulty/faults#spin") (loop (br 0)))
  (func (export "kube:faulty/faults#leak")
    (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
    unreachable)
  (func (export "kube:faulty/faults#fail") unreachable)
  (func (export "kube:faulty/faults#flood") (param $lines i32) (local $out i32)
    (local.set $out (call $stdout))
    (block (loop
      (br_if 1 (i32.eqz (local.get $lines)))
      (call $write (local.get $out) (i32.const 64) (i32.const 100) (i32.const 0))
      (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
      (br 0))))
  (func (export "kube:faulty/faults#hoard") (param $handles i32)
    (block (loop
      (br_if 1 (i32.eqz (local.get $handles)))
      (drop (call $stdout))
      (local.set $handles (i32.sub (local.get $handles) (i32.const 1)))
      (br 0)))))
