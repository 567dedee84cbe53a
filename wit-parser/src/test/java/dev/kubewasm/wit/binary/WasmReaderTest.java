package dev.kubewasm.wit.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasmReaderTest {
    private static WasmReader reader(String hex) {
        return new WasmReader(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "7f, 127", "8001, 128", "ffffffff0f, 4294967295", "8080808000, 0"})
    void u32(String hex, long value) {
        WasmReader in = reader(hex);
        assertThat(in.u32()).isEqualTo(value);
        assertThat(in.atEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff1f", "808080808000", "ffffffff8f00"})
    void u32ThatDoesNotFit(String hex) {
        assertThatThrownBy(() -> reader(hex).u32())
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessage("integer doesn't fit 32 bits (preamble, offset 0x0)");
    }

    @Test
    void u64() {
        assertThat(reader("ffffffffffffffffff01").u64()).isEqualTo(-1L);
        assertThatThrownBy(() -> reader("ffffffffffffffffff02").u64())
                .hasMessageContaining("integer doesn't fit 64 bits");
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "3f, 63", "40, -64", "7f, -1", "ff00, 127", "ffffffff0f, 4294967295", "8080808070, -4294967296"
    })
    void s33(String hex, long value) {
        WasmReader in = reader(hex);
        assertThat(in.s33()).isEqualTo(value);
        assertThat(in.atEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff1f", "8080808040", "808080808000"})
    void s33ThatDoesNotFit(String hex) {
        assertThatThrownBy(() -> reader(hex).s33()).hasMessageContaining("integer doesn't fit 33 bits");
    }

    @Test
    void numbersThatEndEarly() {
        assertThatThrownBy(() -> reader("80").u32())
                .isInstanceOfSatisfying(MalformedBinaryException.class, e -> assertThat(e.offset())
                        .isEqualTo(1))
                .hasMessageContaining("unexpected end");
    }

    @Test
    void namesAreUtf8() {
        assertThat(reader("03e282ac").name()).isEqualTo("€");
        assertThatThrownBy(() -> reader("02c328").name()).hasMessageContaining("name isn't valid UTF-8");
        assertThatThrownBy(() -> reader("05616263").name())
                .hasMessageContaining("unexpected end: 5 bytes announced, 3 left");
        assertThatThrownBy(() -> reader("a18d06").name())
                .hasMessageContaining("name of 100001 bytes: at most 100000 are allowed");
    }

    @Test
    void vectorsReadTheirCountAndNoMore() {
        WasmReader in = reader("03010203ff");
        assertThat(in.vector(3, "numbers", in::u8)).containsExactly(1, 2, 3);
        assertThat(in.remaining()).isEqualTo(1);
        WasmReader over = reader("04010203ff");
        assertThatThrownBy(() -> over.vector(3, "numbers", over::u8))
                .hasMessageContaining("4 numbers: at most 3 are allowed");
    }

    @Test
    void nestingIsLimited() {
        WasmReader in = reader("00");
        AtomicInteger depth = new AtomicInteger();
        assertThatThrownBy(() -> descend(in, depth)).hasMessageContaining("nested deeper than 100 levels");
        assertThat(depth).hasValue(WasmReader.MAX_DEPTH);
    }

    private static int descend(WasmReader in, AtomicInteger depth) {
        return in.nested(() -> {
            depth.incrementAndGet();
            return descend(in, depth);
        });
    }

    @Test
    void partsKeepTheOffsetsOfTheWhole() {
        WasmReader in = reader("00010203");
        in.u8();
        WasmReader part = in.sub(2);
        part.enter(Section.TYPE);
        part.u8();
        part.u8();
        assertThatThrownBy(part::u8).isInstanceOfSatisfying(MalformedBinaryException.class, e -> {
            assertThat(e.offset()).isEqualTo(3);
            assertThat(e.section()).isEqualTo(Section.TYPE);
        });
        assertThat(in.u8()).isEqualTo(3);
    }

    @Test
    void messagesStayOneLineWhateverNamesHold() {
        MalformedBinaryException e =
                new MalformedBinaryException(16, Section.EXPORT, "export `a\nb\u2028" + "x".repeat(1000) + "`");
        assertThat(e.getMessage())
                .startsWith("export `a\\u{a}b\\u{2028}xxx")
                .endsWith("xxx... (export section, offset 0x10)")
                .hasSizeLessThan(600);
    }
}
