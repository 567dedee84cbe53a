package dev.kubewasm.component.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreFeatureScanTest {
    private static Set<CoreFeature> scan(byte[] module) {
        return CoreFeatureScan.of(new BinarySlice(module, 0, module.length));
    }

    private static Bytes module() {
        return new Bytes().raw(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    }

    /** A module of one function, without parameters and locals, of these instructions. */
    private static byte[] code(Consumer<Bytes> instructions) {
        Bytes body = new Bytes().raw(0);
        instructions.accept(body);
        byte[] bytes = body.toByteArray();
        return module().section(1, s -> s.raw(1, 0x60, 0, 0))
                .section(3, s -> s.raw(1, 0))
                .section(10, s -> s.raw(1).u32(bytes.length).append(bytes))
                .toByteArray();
    }

    @Test
    void theFirstVersionNeedsNothing() {
        assertThat(scan(module().toByteArray())).isEmpty();
        assertThat(scan(code(c -> c.raw(0x41, 0x7f, 0x1a, 0x0b)))).isEmpty();
    }

    @Test
    void instructionsSayWhatTheyBelongTo() {
        assertThat(scan(code(c -> c.raw(0x20, 0, 0xc0, 0x1a, 0x0b)))).containsExactly(CoreFeature.SIGN_EXTENSION);
        assertThat(scan(code(c -> c.raw(0x11, 0, 0x80, 0x80, 0x80, 0x80, 0x00, 0x0b))))
                .containsExactly(CoreFeature.REFERENCE_TYPES, CoreFeature.CALL_INDIRECT_OVERLONG);
        assertThat(scan(code(c -> c.raw(0xfd, 0x80, 0x02, 0x0b)))).containsExactly(CoreFeature.RELAXED_SIMD);
        assertThat(scan(code(c -> c.raw(0xfc, 0x13, 0x0b)))).containsExactly(CoreFeature.WIDE_ARITHMETIC);
        assertThat(scan(code(c -> c.raw(0x02, 0x7f, 0x0b, 0x0b)))).isEmpty();
        assertThat(scan(code(c -> c.raw(0x02, 0x7b, 0x0b, 0x0b)))).containsExactly(CoreFeature.SIMD);
        assertThat(scan(code(c -> c.raw(0x02, 0x00, 0x0b, 0x0b)))).containsExactly(CoreFeature.MULTI_VALUE);
    }

    @Test
    void whatIsNoCodeIsRefusedWithItsOffset() {
        assertThatThrownBy(() -> scan(code(c -> c.raw(0xff, 0x0b))))
                .isInstanceOfSatisfying(MalformedBinaryException.class, e -> {
                    assertThat(e).hasMessageContaining("0xff is no instruction");
                    assertThat(e.offset()).isEqualTo(8 + 6 + 4 + 2 + 1 + 1 + 1);
                });
        assertThatThrownBy(() -> scan(code(c -> c.raw(0xfe, 0x7f, 0x0b))))
                .hasMessageContaining("0xfe 0x7f is no instruction");
        assertThatThrownBy(() -> scan(code(c -> c.raw(0x02, 0x40, 0x0b)))).hasMessageContaining("unexpected end");
        assertThatThrownBy(() -> scan(code(c -> c.raw(0x0b, 0x01)))).hasMessageContaining("left over");
        assertThatThrownBy(() -> scan(code(c -> c.raw(0x0e).u32(0xffff_ffffL).raw(0x0b))))
                .isInstanceOf(MalformedBinaryException.class);
        assertThatThrownBy(() -> scan(code(c -> c.raw(0x41, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0b))))
                .hasMessageContaining("doesn't fit 32 bits");
    }

    @Test
    void blocksMayNestAsDeepAsTheyLike() {
        assertThat(scan(code(c -> {
                    for (int i = 0; i < 100_000; i++) {
                        c.raw(0x02, 0x40);
                    }
                    for (int i = 0; i < 100_000; i++) {
                        c.raw(0x0b);
                    }
                    c.raw(0x0b);
                })))
                .isEmpty();
    }

    @Test
    void changedBytesEndInNothingButTheTypedError() {
        byte[] good = code(c -> c.raw(0x02, 0x40, 0x0e, 1, 0, 0, 0xfd, 0x0c)
                .append(new byte[16])
                .raw(0x1a, 0x0b, 0x41, 1, 0x28, 2, 0, 0x1a, 0x0b));
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt();
            }
            try {
                assertThat(scan(changed)).isNotNull();
            } catch (MalformedBinaryException e) {
                assertThat(e.offset()).isBetween(0L, (long) changed.length);
            }
        }
    }

    /** To the reference the module is valid with these features and no others, and isn't without one of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(import \"a\" \"b\" (global (mut i32)))",
                "(global (export \"g\") (mut i32) (i32.const 0))",
                "(global (mut i32) (i32.const 0))",
                "(func (param f32) (result i32) local.get 0 i32.trunc_sat_f32_s)",
                "(func (param i64) (result i64) local.get 0 i64.extend16_s)",
                "(table 1 externref)",
                "(table 1 funcref) (table 1 funcref)",
                "(import \"a\" \"b\" (table 1 funcref)) (table 1 funcref)",
                "(table 1 funcref) (func (table.set (i32.const 0) (ref.null func)))",
                "(table 1 funcref) (elem (i32.const 0) funcref (ref.null func))",
                "(func (drop (select (result i32) (i32.const 0) (i32.const 0) (i32.const 0))))",
                "(func (result i32 i32) i32.const 0 i32.const 0)",
                "(func i32.const 0 block (param i32) drop end)",
                "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))",
                "(memory 1) (data \"x\")",
                "(memory 1) (data \"x\") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)) data.drop 0)",
                "(table 1 funcref) (elem func 0) (func (table.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))",
                "(func (drop (v128.const i64x2 1 2)))",
                "(func (param v128))",
                "(memory 1) (func (drop (v128.load8_lane 1 (i32.const 0) (v128.const i64x2 1 2))))",
                "(func (drop (i8x16.relaxed_swizzle (v128.const i64x2 1 2) (v128.const i64x2 1 2))))",
                "(func (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.const i64x2 1 2)"
                        + " (v128.const i64x2 1 2))))",
                "(memory 1 1 shared) (func (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))) atomic.fence)",
                "(func $f return_call $f)",
                "(type (func)) (table 1 funcref) (func (return_call_indirect (type 0) (i32.const 0)))",
                "(memory 1) (memory 1) (func (drop (i32.load 1 (i32.const 0))))",
                "(tag) (func (throw 0))",
                "(tag) (func (block (try_table (catch 0 0) (catch_all 0))))",
                "(func (block (result exnref) (try_table (catch_all_ref 0)) unreachable) drop)",
                "(tag) (func try catch 0 rethrow 0 catch_all end)",
                "(func try try delegate 0 catch_all end)",
                "(memory i64 1) (func (drop (i32.load offset=0x100000000 (i64.const 0))))",
                "(table i64 1 funcref)",
                "(global i32 (i32.add (i32.const 1) (i32.const 2)))",
                "(import \"a\" \"b\" (global $g i64)) (global i64 (i64.mul (global.get $g) (i64.const 2)))",
                "(type $t (func)) (func (param (ref null $t)) (call_ref $t (local.get 0)))",
                "(type $t (func)) (func (param (ref null $t)) (return_call_ref $t (local.get 0)))",
                "(func (param funcref) (drop (ref.as_non_null (local.get 0))))",
                "(func (param (ref func)))",
                "(table 1 funcref (ref.null func))",
                "(type $s (struct (field i8 (mut v128)))) (func (drop (struct.new_default $s)))",
                "(type $a (array (mut i16))) (func (drop (array.new_fixed $a 2 (i32.const 0) (i32.const 1))))",
                "(func (param anyref) (result i31ref) (drop (br_on_cast 0 anyref i31ref (local.get 0))) (ref.null i31))",
                "(func (param eqref) (drop (ref.test (ref i31) (local.get 0))))",
                "(rec (type (func)) (type (func)))",
                "(type (sub (func)))",
                "(global i32 (i32.const 1)) (global i32 (global.get 0))",
                "(func (drop (i31.get_s (ref.i31 (i32.const 0)))))",
                "(memory 1 (pagesize 1))",
                "(memory 1 (pagesize 65536))",
                "(func (param i64 i64 i64 i64) (result i64 i64) local.get 0 local.get 1 local.get 2 local.get 3"
                        + " i64.add128)",
                "(memory 1) (func (memory.discard (i32.const 0) (i32.const 0)))",
                "(tag) (func (suspend 0))",
                "(global (shared i32) (i32.const 0)) (func (drop (global.atomic.get seqcst 0)))",
            })
    void featuresAreThoseThatTheReferenceNeeds(String text, @TempDir Path temp) throws Exception {
        ExternalTools tools = ExternalTools.require("wasm-tools");
        Path source = Files.writeString(temp.resolve("a.wat"), "(module " + text + ")");
        Path module = temp.resolve("a.wasm");
        tools.runWell(temp, "wasm-tools", "parse", source.toString(), "-o", module.toString());
        Set<CoreFeature> found = scan(Files.readAllBytes(module));
        String others = Arrays.stream(CoreFeature.values())
                .filter(feature -> !found.contains(feature))
                .map(feature -> ",-" + feature)
                .collect(Collectors.joining());

        assertThat(valid(tools, temp, module, "all" + others))
                .as("with %s", found)
                .isTrue();
        for (CoreFeature feature : found) {
            assertThat(valid(tools, temp, module, "all,-" + feature))
                    .as("without %s", feature)
                    .isFalse();
        }
    }

    private static boolean valid(ExternalTools tools, Path temp, Path module, String features)
            throws IOException, InterruptedException {
        return tools.run(temp, "wasm-tools", "validate", "--features=" + features, module.toString())
                        .status()
                == 0;
    }
}
