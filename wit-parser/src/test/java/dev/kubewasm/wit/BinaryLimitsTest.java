package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Small binaries that stand for large things: each ends in a diagnostic, soon and without much memory. */
class BinaryLimitsTest {
    private static void assertFails(Bytes binary, DiagnosticCode code, String message) {
        assertThat(WitBinary.decode("large.wasm", binary.toByteArray()))
                .isInstanceOfSatisfying(WitBinary.Decoded.Failed.class, failed -> {
                    assertThat(failed.diagnostics().getFirst().message()).contains(message);
                    assertThat(failed.diagnostics().getFirst().code()).isEqualTo(code);
                });
    }

    /** A component that imports an instance of {@code count} declarators. */
    private static Bytes instance(int count, Consumer<Bytes> declarators) {
        return new Bytes()
                .component()
                .section(7, b -> {
                    b.raw(1, 0x42).u32(count);
                    declarators.accept(b);
                })
                .section(10, b -> b.raw(1, 0).name("a:b/c").raw(0x05, 0));
    }

    /** Each type a pair of the one before: {@code levels} of them, {@code 2^levels} parts when written out. */
    private static void pairs(Bytes out, int levels) {
        out.raw(0x01, 0x6f, 2, 0x7d, 0x7d);
        for (int i = 1; i < levels; i++) {
            out.raw(0x01, 0x6f, 2).u32(i - 1).u32(i - 1);
        }
    }

    @Test
    void aTypeThatWouldTakeAMillionParts() {
        assertFails(
                instance(21, b -> pairs(b, 21)),
                DiagnosticCode.MALFORMED_BINARY,
                "type has more than 1000000 parts when written out");
    }

    @Test
    void manyUsesOfALargeTypeWithoutAName() {
        int uses = 40;
        assertFails(
                instance(17 + 2 * uses, b -> {
                    pairs(b, 17);
                    for (int i = 0; i < uses; i++) {
                        b.raw(0x01, 0x40, 1).name("p").u32(16).raw(0x01, 0x00);
                        b.raw(0x04, 0x00).name("f" + i).raw(0x01).u32(17 + i);
                    }
                }),
                DiagnosticCode.MALFORMED_BINARY,
                "type has more than 1000000 parts when written out");
    }

    @Test
    void manyUsesOfALongName() {
        int uses = 3000;
        String name = "n" + "a".repeat(90_000);
        assertFails(
                instance(2 + 2 * uses, b -> {
                    b.raw(0x01, 0x6d, 1).name("x");
                    b.raw(0x04, 0x00).name(name).raw(0x03, 0x00, 0);
                    for (int i = 0; i < uses; i++) {
                        b.raw(0x01, 0x70).u32(1);
                        b.raw(0x04, 0x00).name("t" + i).raw(0x03, 0x00).u32(2 + 2 * i);
                    }
                }),
                DiagnosticCode.TYPE_TOO_LARGE,
                "types have more than 5000000 parts when written out");
    }

    @Test
    void typesNestedTooDeep() {
        assertFails(
                instance(250, b -> {
                    b.raw(0x01, 0x6b, 0x7d);
                    for (int i = 1; i < 250; i++) {
                        // Indices of types are signed: with a second byte none looks like a code.
                        b.raw(0x01, 0x6b, ((i - 1) & 0x7f) | 0x80, (i - 1) >> 7);
                    }
                }),
                DiagnosticCode.MALFORMED_BINARY,
                "type is nested deeper than 200 levels");
    }

    @Test
    void componentsNestedTooDeep() {
        Bytes inner = new Bytes().component();
        for (int i = 0; i < 150; i++) {
            byte[] nested = inner.toByteArray();
            inner = new Bytes().component().section(4, b -> b.append(nested));
        }
        assertFails(inner, DiagnosticCode.MALFORMED_BINARY, "nested deeper than 100 levels");
    }

    @Test
    void aLongChainOfNamesForOneType() {
        int names = 20_000;
        Bytes binary = instance(1 + names, b -> {
            b.raw(0x01, 0x7d);
            for (int i = 0; i < names; i++) {
                b.raw(0x04, 0x00).name("t" + i).raw(0x03, 0x00).u32(i);
            }
        });

        assertThat(WitBinary.decode("chain.wasm", binary.toByteArray()))
                .isInstanceOfSatisfying(
                        WitBinary.Decoded.OfComponent.class,
                        component -> assertThat(component.world().imports()).containsOnlyKeys("a:b/c"));
    }

    @Test
    void countsThatTheBytesCannotHold() {
        assertFails(
                new Bytes().component().section(7, b -> b.u32(900_000).raw(0x7d)),
                DiagnosticCode.MALFORMED_BINARY,
                "900000 types don't fit the 1 bytes left");
    }
}
