package dev.kubewasm.runtime.value;

import static dev.kubewasm.runtime.value.ValueType.Primitive.BOOL;
import static dev.kubewasm.runtime.value.ValueType.Primitive.CHAR;
import static dev.kubewasm.runtime.value.ValueType.Primitive.F32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.F64;
import static dev.kubewasm.runtime.value.ValueType.Primitive.S8;
import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WaveTest {
    private static final ValueType QUOTE =
            record(field("sku", STRING), field("base-price", F64), field("note", option(STRING)));
    private static final ValueType SHAPE = variant(
            variantCase("point"), variantCase("circle", F32), variantCase("none"), variantCase("ok", list(U32)));
    private static final ValueType COLOURS = ValueType.flags("red", "green", "blue");
    private static final ValueType LEVELS = ValueType.enumOf("low", "nan", "high");

    static Stream<Arguments> longForms() {
        return Stream.of(
                Arguments.of(BOOL, "true", new Val.Bool(true)),
                Arguments.of(S8, "-128", new Val.S8((byte) -128)),
                Arguments.of(U64, "18446744073709551615", new Val.U64(-1)),
                Arguments.of(F64, "10.0", new Val.F64(10)),
                Arguments.of(F64, "-0.0", new Val.F64(-0.0)),
                Arguments.of(F64, "1e21", new Val.F64(1e21)),
                Arguments.of(F64, "5e-324", new Val.F64(Double.MIN_VALUE)),
                Arguments.of(F64, "1.7976931348623157e308", new Val.F64(Double.MAX_VALUE)),
                Arguments.of(F64, "0.0001", new Val.F64(0.0001)),
                Arguments.of(F64, "9999999999999998.0", new Val.F64(9999999999999998.0)),
                Arguments.of(F64, "1e16", new Val.F64(1e16)),
                Arguments.of(F32, "16777216.0", new Val.F32(16777216)),
                Arguments.of(F32, "4.7160046e19", new Val.F32(4.7160046e19f)),
                Arguments.of(F32, "nan", new Val.F32(Float.NaN)),
                Arguments.of(F32, "-inf", new Val.F32(Float.NEGATIVE_INFINITY)),
                Arguments.of(CHAR, "'\\''", new Val.Char('\'')),
                Arguments.of(CHAR, "'\uD83D\uDE00'", new Val.Char(0x1f600)),
                Arguments.of(STRING, "\"a\\\"b\\\\c\\n\\t\\r\\u{7f}'\"", new Val.Str("a\"b\\c\n\t\r\u007f'")),
                Arguments.of(list(U8), "[1, 255]", new Val.Bytes(new byte[] {1, -1})),
                Arguments.of(list(STRING), "[]", new Val.ListVal(List.of())),
                Arguments.of(tuple(U8, BOOL), "(7, false)", Val.tuple(new Val.U8(7), new Val.Bool(false))),
                Arguments.of(
                        QUOTE,
                        "{sku: \"a\", base-price: 9.99, note: none}",
                        Val.record(Val.str("a"), new Val.F64(9.99), Val.none())),
                Arguments.of(SHAPE, "point", Val.variant(0)),
                Arguments.of(SHAPE, "circle(1.5)", Val.variant(1, new Val.F32(1.5f))),
                Arguments.of(SHAPE, "%none", Val.variant(2)),
                Arguments.of(SHAPE, "%ok([1])", Val.variant(3, Val.list(List.of(new Val.U32(1))))),
                Arguments.of(LEVELS, "%nan", new Val.EnumVal(1)),
                Arguments.of(COLOURS, "{red, blue}", new Val.FlagsVal(5)),
                Arguments.of(COLOURS, "{}", new Val.FlagsVal(0)),
                Arguments.of(option(option(U8)), "some(none)", Val.some(Val.none())),
                Arguments.of(result(U8, STRING), "err(\"no\")", Val.err(Val.str("no"))),
                Arguments.of(result(), "ok", Val.ok()),
                Arguments.of(
                        new ValueType.MapOf(STRING, U8),
                        "[(\"a\", 1)]",
                        Val.list(List.of(Val.tuple(Val.str("a"), new Val.U8(1))))));
    }

    @ParameterizedTest
    @MethodSource("longForms")
    void theLongFormIsPrintedAndReadBack(ValueType type, String text, Val value) {
        assertThat(Wave.print(value, type)).isEqualTo(text);
        assertThat(Wave.parse(text, type)).isEqualTo(value);
    }

    static Stream<Arguments> otherForms() {
        return Stream.of(
                Arguments.of(option(U8), "7", Val.some(new Val.U8(7))),
                Arguments.of(result(U8, STRING), "7", Val.ok(new Val.U8(7))),
                Arguments.of(F64, "7", new Val.F64(7)),
                Arguments.of(F64, "-1.5E+2", new Val.F64(-150)),
                Arguments.of(
                        QUOTE,
                        " { // a comment\n base-price: 1, sku: \"x\", } ",
                        Val.record(Val.str("x"), new Val.F64(1), Val.none())),
                Arguments.of(record(field("a", option(U8))), "{:}", Val.record(Val.none())),
                Arguments.of(list(U32), "[1,2,]", Val.list(List.of(new Val.U32(1), new Val.U32(2)))),
                Arguments.of(tuple(U8, U8), "(1,2,)", Val.tuple(new Val.U8(1), new Val.U8(2))),
                Arguments.of(COLOURS, "{%blue}", new Val.FlagsVal(4)),
                Arguments.of(STRING, "\"\\u{1F600}\"", Val.str("\uD83D\uDE00")),
                Arguments.of(STRING, "\"\"\"\n  one\n   two \\\"\"\"\n  \"\"\"", Val.str("one\n two \"\"\"")));
    }

    @ParameterizedTest
    @MethodSource("otherForms")
    void otherFormsAreRead(ValueType type, String text, Val value) {
        assertThat(Wave.parse(text, type)).isEqualTo(value);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(U8, "256", 0, "256 is no u8: 0 to 255"),
                Arguments.of(U8, "01", 1, "expected the end of the text, found `1`"),
                Arguments.of(U32, "1.0", 0, "expected u32, found `1`"),
                Arguments.of(U64, "9".repeat(100), 0, "too many digits"),
                Arguments.of(BOOL, "yes", 0, "expected true or false, found `yes`"),
                Arguments.of(list(U32), "[1, x]", 4, "expected u32, found `x`"),
                Arguments.of(list(U32), "[1 2]", 3, "expected `]`, found `2`"),
                Arguments.of(QUOTE, "{sku: \"a\"}", 0, "field base-price is missing"),
                Arguments.of(QUOTE, "{price: 1}", 1, "the record has no field price"),
                Arguments.of(QUOTE, "{sku: \"a\", sku: \"b\"}", 11, "field sku is there twice"),
                Arguments.of(SHAPE, "square", 0, "the variant has no case square"),
                Arguments.of(SHAPE, "none", 0, "is a keyword"),
                Arguments.of(SHAPE, "point(1)", 5, "case point has no payload"),
                Arguments.of(SHAPE, "circle", 6, "expected `(`, found the end"),
                Arguments.of(COLOURS, "{red, red}", 6, "flag red is there twice"),
                Arguments.of(LEVELS, "medium", 0, "the enum has no medium"),
                Arguments.of(option(option(U8)), "7", 0, "expected some(..) or none"),
                Arguments.of(CHAR, "'ab'", 2, "expected `'` after one character"),
                Arguments.of(CHAR, "'\\u{d800}'", 1, "no Unicode scalar value"),
                Arguments.of(CHAR, "'", 0, "expected a character"),
                Arguments.of(STRING, "\"abc", 0, "this string has no end"),
                Arguments.of(STRING, "\"\\x\"", 1, "expected one of the escapes"),
                Arguments.of(STRING, "\"\\u{}\"", 1, "1 to 6 hexadecimal digits"),
                Arguments.of(STRING, "\"\\", 1, "this escape has no end"),
                Arguments.of(STRING, "\"\"\"\n a\n  \"\"\"", 0, "indented less"),
                Arguments.of(ValueType.own("item"), "@h1", 0, "no handle @h1 to a item"),
                Arguments.of(new ValueType.FixedListOf(U8, 2), "[1]", 0, "a list of 2 elements is needed"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreNamedWithTheirPosition(ValueType type, String text, int position, String message) {
        WaveException e = catchThrowableOfType(WaveException.class, () -> Wave.parse(text, type));
        assertThat(e).as(text).isNotNull().hasMessageContaining(message);
        assertThat(e.position()).isEqualTo(position);
    }

    @Test
    void callsAreSplitAndTheirArgumentsRead() {
        FuncType type = new FuncType(
                List.of(new FuncType.Param("skus", list(STRING)), new FuncType.Param("limit", U8)), Optional.empty());
        Wave.Call call = Wave.parseCall("calculate([\"a(\", \"b\"], 3)");
        assertThat(call.function()).isEqualTo("calculate");
        assertThat(call.arguments(type)).containsExactly(Val.list(List.of(Val.str("a("), Val.str("b"))), new Val.U8(3));
        assertThat(Wave.parseCall("run").arguments(FuncType.ofVoid())).isEmpty();
        assertThat(Wave.parseCall("run()").arguments(FuncType.ofVoid())).isEmpty();
        assertThatThrownBy(() -> Wave.parseCall("run").arguments(type)).hasMessageContaining("arguments are needed: 2");
        assertThatThrownBy(() -> Wave.parseCall("run([])").arguments(type)).hasMessageContaining("argument limit");
        assertThatThrownBy(() -> Wave.parseCall("run([], 1, 2)").arguments(type))
                .hasMessageContaining("expected `)`");
        assertThatThrownBy(() -> Wave.parseCall("run([], 1) x").arguments(type)).hasMessageContaining("the end");
        assertThatThrownBy(() -> Wave.parseCall("()")).hasMessageContaining("name of a function");
    }

    @Test
    void everyFloatReadsBackAsItself() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Val wide = new Val.F64(Double.longBitsToDouble(random.nextLong()));
            Val narrow = new Val.F32(Float.intBitsToFloat(random.nextInt()));
            assertThat(Wave.parse(Wave.print(wide, F64), F64))
                    .as("seed %s", seed)
                    .isEqualTo(wide);
            assertThat(Wave.parse(Wave.print(narrow, F32), F32))
                    .as("seed %s", seed)
                    .isEqualTo(narrow);
        }
    }
}
