package dev.kubewasm.runtime.abi;

import static dev.kubewasm.runtime.value.ValueType.Primitive.BOOL;
import static dev.kubewasm.runtime.value.ValueType.Primitive.CHAR;
import static dev.kubewasm.runtime.value.ValueType.Primitive.F32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.F64;
import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U16;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U8;
import static dev.kubewasm.runtime.value.ValueType.field;
import static dev.kubewasm.runtime.value.ValueType.list;
import static dev.kubewasm.runtime.value.ValueType.option;
import static dev.kubewasm.runtime.value.ValueType.record;
import static dev.kubewasm.runtime.value.ValueType.result;
import static dev.kubewasm.runtime.value.ValueType.tuple;
import static dev.kubewasm.runtime.value.ValueType.variant;
import static dev.kubewasm.runtime.value.ValueType.variantCase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.testkit.Scale;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private final Codecs codecs = new Codecs();
    private final Call call = new Call();

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(BOOL, 1, 1, "[i32]"),
                Arguments.of(U64, 8, 8, "[i64]"),
                Arguments.of(STRING, 8, 4, "[i32, i32]"),
                Arguments.of(record(field("a", U8), field("b", U32), field("c", U8)), 12, 4, "[i32, i32, i32]"),
                Arguments.of(tuple(U8, U64, U16), 24, 8, "[i32, i64, i32]"),
                Arguments.of(option(U8), 2, 1, "[i32, i32]"),
                Arguments.of(option(F64), 16, 8, "[i32, f64]"),
                Arguments.of(result(F32, U32), 8, 4, "[i32, i32]"),
                Arguments.of(result(F32, F64), 16, 8, "[i32, i64]"),
                Arguments.of(result(U64, STRING), 16, 8, "[i32, i64, i32]"),
                Arguments.of(result(), 1, 1, "[i32]"),
                Arguments.of(variant(variantCase("a"), variantCase("b", tuple(U8, F32))), 12, 4, "[i32, i32, f32]"),
                Arguments.of(enumOf(256), 1, 1, "[i32]"),
                Arguments.of(enumOf(257), 2, 2, "[i32]"),
                Arguments.of(enumOf(65_537), 4, 4, "[i32]"),
                Arguments.of(ValueType.flags(names(8)), 1, 1, "[i32]"),
                Arguments.of(ValueType.flags(names(9)), 2, 2, "[i32]"),
                Arguments.of(ValueType.flags(names(17)), 4, 4, "[i32]"),
                Arguments.of(new ValueType.FixedListOf(U16, 3), 6, 2, "[i32, i32, i32]"),
                Arguments.of(new ValueType.MapOf(STRING, U8), 8, 4, "[i32, i32]"));
    }

    private static ValueType enumOf(int count) {
        return ValueType.enumOf(names(count));
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void layoutsAreThoseOfTheSpecification(ValueType type, int size, int alignment, String flat) {
        Codec codec = codecs.of(type);
        assertThat(codec.size()).isEqualTo(size);
        assertThat(codec.alignment()).isEqualTo(alignment);
        assertThat(codec.flat()).hasToString(flat);
    }

    @ParameterizedTest
    @CsvSource({"UTF8,7", "UTF16,8", "LATIN1_OR_UTF16,9"})
    void valuesSurviveTheWayThroughTwoMemories(StringEncoding sourceEncoding, long seed) {
        List<StringEncoding> encodings = List.of(StringEncoding.values());
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < Scale.cases(20_000); i++) {
            ValueType type = values.type(4);
            Val value = values.value(type);
            StringEncoding targetEncoding = encodings.get(random.nextInt(encodings.size()));
            String what = "seed %s case %s: %s of type %s".formatted(seed, i, value, type);
            assertThat(throughMemory(type, value, sourceEncoding, targetEncoding))
                    .as(what)
                    .isEqualTo(value);
            if (codecs.of(type).flat().size() < Codec.TOO_MANY_FLAT) {
                assertThat(throughWords(type, value, sourceEncoding, targetEncoding))
                        .as(what)
                        .isEqualTo(value);
            }
        }
    }

    private Val throughMemory(ValueType type, Val value, StringEncoding from, StringEncoding to) {
        Codec codec = codecs.of(type);
        TestSide source = new TestSide(from);
        TestSide target = new TestSide(to);
        int a = source.allocate(codec);
        codec.store(lowering(source), call, value, a);
        int b = target.allocate(codec);
        codec.copy(between(source, target), call, a, b);
        return codec.load(lifting(target), call, b);
    }

    private Val throughWords(ValueType type, Val value, StringEncoding from, StringEncoding to) {
        Codec codec = codecs.of(type);
        TestSide source = new TestSide(from);
        TestSide target = new TestSide(to);
        long[] words = new long[codec.flat().size()];
        codec.lower(lowering(source), call, value, words, 0);
        long[] copied = new long[words.length];
        codec.copyFlat(between(source, target), call, words, copied, 0);
        return codec.lift(lifting(target), call, copied, 0);
    }

    private static Transfer lowering(TestSide to) {
        return new Transfer(Optional.empty(), Optional.of(to.side), new ResourceTable(0));
    }

    private static Transfer lifting(TestSide from) {
        return new Transfer(Optional.of(from.side), Optional.empty(), new ResourceTable(0));
    }

    private static Transfer between(TestSide from, TestSide to) {
        return new Transfer(Optional.of(from.side), Optional.of(to.side), new ResourceTable(0));
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of(CHAR, new long[] {0x110000}, "invalid char"),
                Arguments.of(CHAR, new long[] {0xdfff}, "invalid char"),
                Arguments.of(ValueType.enumOf("a", "b"), new long[] {2}, "invalid discriminant 2 of 2 cases"),
                Arguments.of(option(U8), new long[] {0xffff_ffffL, 0}, "invalid discriminant 4294967295"),
                Arguments.of(STRING, new long[] {1 << 20, 1}, "out of bounds"),
                Arguments.of(STRING, new long[] {0xffff_ffffL, 2}, "out of bounds"),
                Arguments.of(STRING, new long[] {0, 0x1000_0000}, "too long"),
                Arguments.of(list(U32), new long[] {2, 1}, "unaligned"),
                Arguments.of(list(U32), new long[] {0, (1 << 18) + 1}, "out of bounds"),
                Arguments.of(list(U64), new long[] {0, 0x8000_0000L}, "too long"));
    }

    @ParameterizedTest
    @MethodSource("badWords")
    void badValuesTrap(ValueType type, long[] words, String message) {
        TestSide source = new TestSide(StringEncoding.UTF8);
        TestSide target = new TestSide(StringEncoding.UTF8);
        Codec codec = codecs.of(type);
        assertThatThrownBy(() -> codec.lift(lifting(source), call, words, 0))
                .isInstanceOf(Trap.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> codec.copyFlat(between(source, target), call, words, new long[words.length], 0))
                .isInstanceOf(Trap.class)
                .hasMessageContaining(message);
    }

    @Test
    void integersAreCutToTheirWidthAndBoolsToOneBit() {
        TestSide side = new TestSide(StringEncoding.UTF8);
        assertThat(codecs.of(U8).lift(lifting(side), call, new long[] {-1}, 0)).isEqualTo(new Val.U8(255));
        assertThat(codecs.of(BOOL).lift(lifting(side), call, new long[] {6}, 0)).isEqualTo(new Val.Bool(true));
        assertThat(codecs.of(ValueType.flags("a", "b")).lift(lifting(side), call, new long[] {-1}, 0))
                .isEqualTo(new Val.FlagsVal(3));
        long[] copied = new long[1];
        codecs.of(BOOL).copyFlat(between(side, side), call, new long[] {6}, copied, 0);
        assertThat(copied).containsExactly(1);
    }

    @Test
    void nanIsLiftedAsTheCanonicalNan() {
        TestSide side = new TestSide(StringEncoding.UTF8);
        Val lifted = codecs.of(F64).lift(lifting(side), call, new long[] {0xfff8_dead_beef_0001L}, 0);
        assertThat(Double.doubleToRawLongBits(((Val.F64) lifted).value())).isEqualTo(0x7ff8_0000_0000_0000L);
    }

    @Test
    void valuesOfAnotherTypeAreRefused() {
        TestSide side = new TestSide(StringEncoding.UTF8);
        List<ValueType> types = List.of(
                U8, STRING, list(U32), tuple(U8), option(U8), result(), ValueType.flags("a"), ValueType.enumOf("a"));
        for (ValueType type : types) {
            Codec codec = codecs.of(type);
            long[] words = new long[codec.flat().size()];
            assertThatThrownBy(() -> codec.lower(lowering(side), call, new Val.S16((short) 1), words, 0))
                    .as("%s", type)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static Stream<Arguments> utf8() {
        return Stream.of(
                Arguments.of(true, new int[] {0x7f}),
                Arguments.of(true, new int[] {0xc2, 0x80}),
                Arguments.of(true, new int[] {0xed, 0x9f, 0xbf}),
                Arguments.of(true, new int[] {0xf4, 0x8f, 0xbf, 0xbf}),
                Arguments.of(false, new int[] {0x80}),
                Arguments.of(false, new int[] {0xc0, 0x80}),
                Arguments.of(false, new int[] {0xe0, 0x9f, 0xbf}),
                Arguments.of(false, new int[] {0xed, 0xa0, 0x80}),
                Arguments.of(false, new int[] {0xf0, 0x8f, 0xbf, 0xbf}),
                Arguments.of(false, new int[] {0xf4, 0x90, 0x80, 0x80}),
                Arguments.of(false, new int[] {0xf5, 0x80, 0x80, 0x80}),
                Arguments.of(false, new int[] {0x41, 0xe2, 0x82}));
    }

    @ParameterizedTest
    @MethodSource("utf8")
    void onlyWellFormedUtf8IsAString(boolean valid, int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        assertThat(Unicode.isUtf8(bytes, 0, bytes.length)).isEqualTo(valid);
    }

    /** Lists that share their contents: a few bytes that stand for very many. */
    @Test
    void whatOneCallPassesToTheHostIsBounded() {
        TestSide side = new TestSide(StringEncoding.UTF8);
        int rows = 1_000;
        int bytes = 600_000;
        int address = side.side.allocate(4, 8L * rows);
        for (int i = 0; i < rows; i++) {
            side.memory.putInt(address + 8 * i, 0);
            side.memory.putInt(address + 8 * i + 4, bytes);
        }
        Codec codec = codecs.of(list(list(U8)));
        Transfer transfer = lifting(side);
        assertThatThrownBy(() -> codec.lift(transfer, call, new long[] {address, rows}, 0))
                .isInstanceOf(Trap.class)
                .hasMessage("a call passes values of more than 536870912 bytes to the host");
        transfer.begin();
        assertThat(codec.lift(transfer, call, new long[] {address, 2}, 0)).isInstanceOf(Val.ListVal.class);
    }

    /** Wherever in a run of ASCII it lies: runs are looked through by 32, 8 and 1 bytes. */
    @Test
    void oneBadByteIsFoundAnywhere() {
        for (int length = 1; length < 90; length++) {
            byte[] bytes = new byte[length + 2];
            java.util.Arrays.fill(bytes, (byte) 'a');
            bytes[0] = (byte) 0xff;
            bytes[length + 1] = (byte) 0xff;
            assertThat(Unicode.isUtf8(bytes, 1, length)).isTrue();
            for (int at = 1; at <= length; at++) {
                bytes[at] = (byte) 0x80;
                assertThat(Unicode.isUtf8(bytes, 1, length))
                        .as("byte %s of %s", at, length)
                        .isFalse();
                bytes[at] = 'a';
            }
        }
    }

    @Test
    void loneSurrogatesAreNoUtf16() {
        assertThat(Unicode.isUtf16(new byte[] {0x3d, (byte) 0xd8, 0x00, (byte) 0xde}, 0, 4))
                .isTrue();
        assertThat(Unicode.isUtf16(new byte[] {0x3d, (byte) 0xd8}, 0, 2)).isFalse();
        assertThat(Unicode.isUtf16(new byte[] {0x3d, (byte) 0xd8, 0x00, (byte) 0xde}, 0, 2))
                .isFalse();
        assertThat(Unicode.isUtf16(new byte[] {0x00, (byte) 0xde, 0x41, 0}, 0, 4))
                .isFalse();
        assertThat(Unicode.hasLoneSurrogate("a\ud83d")).isTrue();
        assertThat(Unicode.hasLoneSurrogate("a\ud83d\ude00")).isFalse();
    }
}
