package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.ComponentTooLargeException;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Section;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: always one exception type with a place, whatever the bytes; never another, never without bound. */
class MalformedComponentsTest {
    @Test
    void aCoreModuleIsToldApart() {
        assertThatThrownBy(() -> ComponentDecoder.decode(
                        new Bytes().raw(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0).toByteArray()))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessage("is a core module, not a component: make one of it with `wasm-tools component new`"
                        + " (preamble, offset 0x4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0as", "apiVersion: v1\n", "(component)"})
    void anythingElseIsNoBinary(String text) {
        assertThatThrownBy(() -> ComponentDecoder.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessage("is no WebAssembly binary: it doesn't begin with \\0asm (preamble, offset 0x0)");
    }

    @Test
    void anotherVersionIsNamed() {
        assertThatThrownBy(() -> ComponentDecoder.decode(
                        new Bytes().raw(0, 0x61, 0x73, 0x6d, 0x0c, 0, 1, 0).toByteArray()))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("component binary of version 0xc: only 0x0d is known");
    }

    @Test
    void errorsSayWhere() {
        byte[] unknownType = new Bytes()
                .component()
                .section(10, b -> b.raw(1, 0).name("f").raw(1, 7))
                .toByteArray();

        assertThatThrownBy(() -> ComponentTypes.resolve(ComponentDecoder.decode(unknownType)))
                .isInstanceOfSatisfying(MalformedBinaryException.class, e -> {
                    assertThat(e.offset()).isEqualTo(11);
                    assertThat(e.section()).isEqualTo(Section.IMPORT);
                })
                .hasMessage("unknown type 7: there are 0 before it (import section, offset 0xb)");
    }

    @Test
    void aFileBeyondTheLimitIsNotRead(@TempDir Path folder) throws Exception {
        Path huge = folder.resolve("huge.wasm");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 30);
        }

        assertThatThrownBy(() -> ComponentDecoder.read(huge))
                .isInstanceOf(ComponentTooLargeException.class)
                .hasMessage(huge + " is larger than 256 MiB, the limit for a component binary");
    }

    @Test
    void aFileOfTheLimitIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("some.wasm");
        Files.write(file, new byte[100]);

        assertThat(ComponentDecoder.read(file, 100)).hasSize(100);
        assertThatThrownBy(() -> ComponentDecoder.read(file, 99)).isInstanceOf(ComponentTooLargeException.class);
    }

    @Test
    void countsThatCannotBeTrueAreRefusedBeforeAllocating() {
        byte[] types = new Bytes()
                .component()
                .section(7, b -> b.u32(900_000).raw(0x7f))
                .toByteArray();

        assertThatThrownBy(() -> ComponentDecoder.decode(types))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("900000 types don't fit the 1 bytes left");
    }

    @Test
    void deepNestingOfComponentsIsRefused() {
        byte[] inner = new Bytes().component().toByteArray();
        for (int i = 0; i < 1000; i++) {
            byte[] nested = inner;
            inner = new Bytes().component().section(4, b -> b.append(nested)).toByteArray();
        }
        byte[] deep = inner;

        assertThatThrownBy(() -> ComponentDecoder.decode(deep))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("nested deeper than 100 levels");
    }

    @Test
    void deepNestingOfTypesIsRefused() {
        Bytes lists = new Bytes().u32(100_000).raw(0x70, 0x7d);
        for (int i = 1; i < 100_000; i++) {
            lists.raw(0x70);
            // A type index is a signed number in the binary: the seventh bit of the last byte is its sign.
            int index = i - 1;
            while (index >= 0x40) {
                lists.raw((index & 0x7f) | 0x80);
                index >>>= 7;
            }
            lists.raw(index);
        }
        byte[] deep = new Bytes()
                .component()
                .section(7, b -> b.append(lists.toByteArray()))
                .toByteArray();

        assertThatThrownBy(() -> ComponentTypes.resolve(ComponentDecoder.decode(deep)))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("type is nested deeper than 200 levels");
    }

    @Test
    void typesThatGrowExponentiallyAreRefused() {
        Bytes tuples = new Bytes().u32(40).raw(0x6f, 2, 0x7d, 0x7d);
        for (int i = 1; i < 40; i++) {
            tuples.raw(0x6f, 2, i - 1, i - 1);
        }
        byte[] bomb = new Bytes()
                .component()
                .section(7, b -> b.append(tuples.toByteArray()))
                .toByteArray();

        assertThatThrownBy(() -> ComponentTypes.resolve(ComponentDecoder.decode(bomb)))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("more than 1000000 parts");
    }

    @Test
    void manyInstancesOfALargeTypeAreRefused() {
        int exports = 1000;
        Bytes type = new Bytes().raw(1, 0x42).u32(exports);
        for (int i = 0; i < exports; i++) {
            type.raw(4, 0).name("r" + i).raw(3, 1);
        }
        int imports = 5000;
        Bytes section = new Bytes().u32(imports);
        for (int i = 0; i < imports; i++) {
            section.raw(0).name("i" + i).raw(5, 0);
        }
        byte[] bomb = new Bytes()
                .component()
                .section(7, b -> b.append(type.toByteArray()))
                .section(10, b -> b.append(section.toByteArray()))
                .toByteArray();

        assertThatThrownBy(() -> ComponentTypes.resolve(ComponentDecoder.decode(bomb)))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("types are too complex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources.wasm", "builtins.wasm", "shop.wasm"})
    void everyPrefixIsRefusedOrAComponent(String fixture) {
        byte[] whole = Fixtures.bytes(fixture);
        int accepted = 0;
        for (int length = 0; length < whole.length; length++) {
            accepted += taken(Arrays.copyOf(whole, length), fixture + " cut to " + length) ? 1 : 0;
        }
        // What is left when whole sections are cut off may be a component still; inside a section nothing is.
        assertThat(accepted).isLessThan(whole.length / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources.wasm", "builtins.wasm", "shop.wasm"})
    void changedBytesAreRefusedOrAComponent(String fixture) {
        byte[] whole = Fixtures.bytes(fixture);
        int cases = Scale.cases(200_000);
        for (int seed = 0; seed < cases; seed++) {
            byte[] changed = whole.clone();
            Random random = new Random(seed);
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt(256);
            }
            taken(changed, fixture + " with seed " + seed);
        }
    }

    @Test
    void realComponentsCutOrChangedAreRefusedOrComponents() throws Exception {
        int seed = 0;
        for (Path component : RealComponents.all()) {
            byte[] whole = RealComponents.bytes(component);
            if (whole.length > 4_000_000 && Scale.current() == Scale.FAST) {
                continue;
            }
            int cases = whole.length > 200_000 ? 2 : Scale.cases(2000);
            for (int i = 0; i < cases; i++) {
                Random random = new Random(++seed);
                taken(Arrays.copyOf(whole, random.nextInt(whole.length)), component + " cut with seed " + seed);
                whole[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                taken(whole, component + " changed up to seed " + seed);
            }
        }
        assertThat(seed).isGreaterThan(47);
    }

    /** Whether the bytes are a component; fails on anything but that or the one exception. */
    private static boolean taken(byte[] bytes, String what) {
        try {
            Component component = ComponentDecoder.decode(bytes);
            ComponentTypes.resolve(component);
            ComponentRequirements.of(component);
            return true;
        } catch (MalformedBinaryException e) {
            assertThat(e.offset()).as(what).isBetween(0L, (long) bytes.length);
            assertThat(e.getMessage()).as(what).doesNotContain("\n");
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("%s: %s".formatted(what, e), e);
        }
    }
}
