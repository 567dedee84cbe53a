package dev.kubewasm.benchmarks.links;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The components measured, as text: a provider, a consumer whose exported functions call its imports in a loop and return
 * a checksum of what came back, and both composed in one component.
 */
final class LinkComponents {
    /** What the consumer's loops call; the exported function is named like the constant, in lower case. */
    enum Loop {
        ADD("(u32, u32) -> u32", "add", "(local.get $i) (local.get $s)"),
        STR16("string of 16 bytes", "str", "(i32.const 256) (i32.const 16)"),
        STR256("string of 256 bytes", "str", "(i32.const 256) (i32.const 256)"),
        STR4096("string of 4096 bytes", "str", "(i32.const 256) (i32.const 4096)"),
        BYTES4096("list<u8> of 4096", "bytes", "(i32.const 256) (i32.const 4096)"),
        RECORDS100("list<record> of 100", "recs", "(i32.const 8192) (i32.const 100)"),
        METHOD("resource method", "get", "(global.get $handle%d)");

        private final String what;
        private final String function;
        private final String arguments;

        Loop(String what, String function, String arguments) {
            this.what = what;
            this.function = function;
            this.arguments = arguments;
        }

        String what() {
            return what;
        }

        String export() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final String PROVIDER = """
              (core module $m
                (memory (export "memory") 2)
                (global $top (mut i32) (i32.const 1024))
                (func (export "realloc") (param i32 i32 i32 i32) (result i32)
                  (local $p i32)
                  (local.set $p (i32.and
                    (i32.add (global.get $top) (i32.sub (local.get 2) (i32.const 1)))
                    (i32.sub (i32.const 0) (local.get 2))))
                  (global.set $top (i32.add (local.get $p) (local.get 3)))
                  (local.get $p))
                (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
                (func (export "take") (param i32 i32) (result i32)
                  (global.set $top (i32.const 1024))
                  (i32.add (i32.load8_u (local.get 0)) (local.get 1)))
                (func (export "get") (param i32) (result i32) (local.get 0)))
              (core instance $i (instantiate $m))
              (type $counter' (resource (rep i32)))
              (core func $new (canon resource.new $counter'))
              (core module $glue
                (import "" "new" (func $new (param i32) (result i32)))
                (func (export "make") (param i32) (result i32) (call $new (local.get 0))))
              (core instance $g (instantiate $glue (with "" (instance (export "new" (func $new))))))
              (type $rec' (record (field "name" string) (field "a" f64) (field "b" f32)))
              (func $add (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $i "add")))
              (func $str (param "s" string) (result u32)
                (canon lift (core func $i "take")
                  (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
              (func $bytes (param "s" (list u8)) (result u32)
                (canon lift (core func $i "take")
                  (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
              (func $recs (param "s" (list $rec')) (result u32)
                (canon lift (core func $i "take")
                  (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
              (func $make (param "rep" u32) (result (own $counter')) (canon lift (core func $g "make")))
              (func $get (param "self" (borrow $counter')) (result u32) (canon lift (core func $i "get")))
              (component $shape
                (import "counter" (type $counter (sub resource)))
                (type $rec' (record (field "name" string) (field "a" f64) (field "b" f32)))
                (import "rec" (type $rec (eq $rec')))
                (import "add" (func $add (param "a" u32) (param "b" u32) (result u32)))
                (import "str" (func $str (param "s" string) (result u32)))
                (import "bytes" (func $bytes (param "s" (list u8)) (result u32)))
                (import "recs" (func $recs (param "s" (list $rec)) (result u32)))
                (import "make" (func $make (param "rep" u32) (result (own $counter))))
                (import "get" (func $get (param "self" (borrow $counter)) (result u32)))
                (export $c "counter" (type $counter))
                (export $r "rec" (type $rec))
                (export "add" (func $add))
                (export "str" (func $str))
                (export "bytes" (func $bytes))
                (export "recs" (func $recs) (func (param "s" (list $r)) (result u32)))
                (export "[constructor]counter" (func $make) (func (param "rep" u32) (result (own $c))))
                (export "[method]counter.get" (func $get) (func (param "self" (borrow $c)) (result u32))))
              (instance $api (instantiate $shape
                (with "counter" (type $counter')) (with "rec" (type $rec'))
                (with "add" (func $add)) (with "str" (func $str)) (with "bytes" (func $bytes))
                (with "recs" (func $recs)) (with "make" (func $make)) (with "get" (func $get))))
              (export "bench:links/api" (instance $api))
            """;

    private static final String IMPORT = """
              (import "p%1$d" (instance $p%1$d
                (export "counter" (type $counter (sub resource)))
                (type $rec' (record (field "name" string) (field "a" f64) (field "b" f32)))
                (export "rec" (type $rec (eq $rec')))
                (export "add" (func (param "a" u32) (param "b" u32) (result u32)))
                (export "str" (func (param "s" string) (result u32)))
                (export "bytes" (func (param "s" (list u8)) (result u32)))
                (export "recs" (func (param "s" (list $rec)) (result u32)))
                (export "[constructor]counter" (func (param "rep" u32) (result (own $counter))))
                (export "[method]counter.get" (func (param "self" (borrow $counter)) (result u32)))))
              (core func $add%1$d (canon lower (func $p%1$d "add")))
              (core func $str%1$d (canon lower (func $p%1$d "str") (memory (core memory $libc "memory"))))
              (core func $bytes%1$d (canon lower (func $p%1$d "bytes") (memory (core memory $libc "memory"))))
              (core func $recs%1$d (canon lower (func $p%1$d "recs") (memory (core memory $libc "memory"))))
              (core func $make%1$d (canon lower (func $p%1$d "[constructor]counter")))
              (core func $get%1$d (canon lower (func $p%1$d "[method]counter.get")))
            """;

    private LinkComponents() {}

    /** The provider: exports the instance {@code bench:links/api}. */
    static String provider() {
        return "(component\n" + PROVIDER + ")";
    }

    /** The consumer of {@code links} providers: imports the instances {@code p0}, {@code p1} and so on. */
    static String consumer(int links) {
        return "(component\n" + consumerBody(links) + ")";
    }

    /** Both in one component, the provider once for each link. */
    static String composed(int links) {
        return "(component\n(component $provider\n" + PROVIDER + ")\n(component $consumer\n" + consumerBody(links)
                + ")\n"
                + each(links, i -> "(instance $i" + i + " (instantiate $provider))\n")
                + "(instance $c (instantiate $consumer"
                + each(links, i -> " (with \"p" + i + "\" (instance $i" + i + " \"bench:links/api\"))")
                + "))\n"
                + loops(loop -> "(export \"" + loop.export() + "\" (func $c \"" + loop.export() + "\"))\n")
                + ")";
    }

    /** A component whose {@code loop} calls {@code add} of the host's interface {@code bench:links/host}. */
    static String hostCaller() {
        return """
                (component
                  (import "bench:links/host" (instance $host
                    (export "add" (func (param "a" u32) (param "b" u32) (result u32)))))
                  (core func $add (canon lower (func $host "add")))
                  (core module $m
                    (import "host" "add" (func $add (param i32 i32) (result i32)))
                    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
                    (func (export "loop") (param $n i32) (result i32)
                      (local $s i32) (local $i i32)
                      (loop $next
                        (local.set $s (i32.add (local.get $s) (call $add (local.get $i) (local.get $s))))
                        (local.set $i (i32.add (local.get $i) (i32.const 1)))
                        (br_if $next (i32.lt_u (local.get $i) (local.get $n))))
                      (local.get $s)))
                  (core instance $i (instantiate $m (with "host" (instance (export "add" (func $add))))))
                  (func (export "loop") (param "n" u32) (result u32) (canon lift (core func $i "loop")))
                  (func (export "add") (param "a" u32) (param "b" u32) (result u32)
                    (canon lift (core func $i "add"))))
                """;
    }

    private static String consumerBody(int links) {
        return """
                (core module $libc (memory (export "memory") 4))
                (core instance $libc (instantiate $libc))
                """
                + each(links, IMPORT::formatted)
                + "(core module $m (import \"l\" \"memory\" (memory 4))\n"
                + each(links, i -> """
                        (import "p%1$d" "add" (func $add%1$d (param i32 i32) (result i32)))
                        (import "p%1$d" "str" (func $str%1$d (param i32 i32) (result i32)))
                        (import "p%1$d" "bytes" (func $bytes%1$d (param i32 i32) (result i32)))
                        (import "p%1$d" "recs" (func $recs%1$d (param i32 i32) (result i32)))
                        (import "p%1$d" "make" (func $make%1$d (param i32) (result i32)))
                        (import "p%1$d" "get" (func $get%1$d (param i32) (result i32)))
                        """.formatted(i))
                + each(links, i -> "(global $handle" + i + " (mut i32) (i32.const 0))\n")
                + """
                (func $start
                  (local $i i32)
                  (memory.fill (i32.const 256) (i32.const 97) (i32.const 5000))
                  (loop $next
                    (i32.store (i32.add (i32.const 8192) (i32.mul (local.get $i) (i32.const 24))) (i32.const 256))
                    (i32.store offset=4 (i32.add (i32.const 8192) (i32.mul (local.get $i) (i32.const 24))) (i32.const 8))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $next (i32.lt_u (local.get $i) (i32.const 100))))
                """
                + each(links, i -> "(global.set $handle" + i + " (call $make" + i + " (i32.const " + (i + 1) + ")))\n")
                + ")\n(start $start)\n"
                + loops(loop -> loop(loop, links))
                + ")\n(core instance $i (instantiate $m (with \"l\" (instance $libc))"
                + each(links, i -> """
                         (with "p%1$d" (instance
                           (export "add" (func $add%1$d)) (export "str" (func $str%1$d))
                           (export "bytes" (func $bytes%1$d)) (export "recs" (func $recs%1$d))
                           (export "make" (func $make%1$d)) (export "get" (func $get%1$d))))
                        """.formatted(i))
                + "))\n"
                + loops(loop -> "(func (export \"" + loop.export()
                        + "\") (param \"n\" u32) (result u32) (canon lift (core func $i \"" + loop.export()
                        + "\")))\n");
    }

    private static String loop(Loop loop, int links) {
        return "(func (export \"" + loop.export() + """
                ") (param $n i32) (result i32)
                  (local $s i32) (local $i i32)
                  (loop $next
                """
                + each(
                        links,
                        i -> "(local.set $s (i32.add (local.get $s) (call $" + loop.function + i + " "
                                + loop.arguments.formatted(i) + ")))\n")
                + """
                    (local.set $i (i32.add (local.get $i) (i32.const %d)))
                    (br_if $next (i32.lt_u (local.get $i) (local.get $n))))
                  (local.get $s))
                """.formatted(links);
    }

    private static String each(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    private static String loops(java.util.function.Function<Loop, String> text) {
        return List.of(Loop.values()).stream().map(text).collect(Collectors.joining());
    }
}
