package dev.kubewasm.runtime.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaveTest {
    private static final ValueType STRINGS = ValueType.list(Primitive.STRING);

    private record Blob(String typeName) implements ResourceRef {}

    @Test
    void readsArgumentsIntoValuesByPosition() {
        ValueType quote = ValueType.record(
                ValueType.field("sku", Primitive.STRING),
                ValueType.field("base-price", Primitive.F64),
                ValueType.field("note", ValueType.option(Primitive.CHAR)));
        FuncType function = FuncType.ofVoid(quote, ValueType.flags("read", "write"), ValueType.enumOf("left", "right"));
        assertThat(Wave.parseArguments("{base-price: 10, sku: \"a\"}, {write}, right", function))
                .containsExactly(
                        Val.record(Val.str("a"), new Val.F64(10), Val.none()), new Val.FlagsVal(2), new Val.EnumVal(1));
    }

    @Test
    void listsOfBytesAreBytes() {
        assertThat(Wave.parse("[0, 255]", ValueType.list(Primitive.U8))).isEqualTo(Val.bytes(new byte[] {0, -1}));
        Val values = Val.list(List.of(new Val.U8(0), new Val.U8(255)));
        assertThat(Wave.print(values, ValueType.list(Primitive.U8))).isEqualTo("[0, 255]");
    }

    @Test
    void errorsSayWhereWhatWasExpectedAndWhatWasFound() {
        FuncType function = new FuncType(
                List.of(new FuncType.Param("skus", STRINGS), new FuncType.Param("count", Primitive.U32)),
                Optional.empty());
        WaveException e =
                catchThrowableOfType(WaveException.class, () -> Wave.parseArguments("[\"ż🦀\"],\n  \"two\"", function));
        assertThat(e).hasMessage("argument 2 (count), at line 2, column 3: expected u32, found string");
        assertThat(e.argument()).hasValue(2);
        assertThat(e.position()).isEqualTo(new WavePosition(11, 2, 3));
        assertThat(e.expected()).isEqualTo("u32");
        assertThat(e.found()).isEqualTo("string");
    }

    @Test
    void columnsCountCharactersAndNotCodeUnits() {
        assertThatThrownBy(() -> Wave.parse("[\"🦀\", 1]", STRINGS))
                .hasMessage("at column 7: expected string, found 1");
    }

    @Test
    void anErrorAfterACommaIsNotThatOfTheArgumentBeforeIt() {
        WaveException e = catchThrowableOfType(
                WaveException.class,
                () -> Wave.parseArguments("1, 'ab'", FuncType.ofVoid(Primitive.U8, Primitive.CHAR)));
        assertThat(e.argument()).hasValue(2);
    }

    @Test
    void longTypesAreShortenedInMessages() {
        ValueType wide = ValueType.enumOf(
                IntStream.range(0, 10_000).mapToObj(i -> "case-" + i).toArray(String[]::new));
        assertThatThrownBy(() -> Wave.parse("1", wide))
                .hasMessageStartingWith("at column 1: expected enum { case-0, case-1,")
                .hasMessageEndingWith("..., found 1")
                .message()
                .hasSizeLessThan(220);
    }

    @Test
    void nestingIsBoundedForReadingAndWriting() {
        ValueType type = Primitive.U8;
        Val value = new Val.U8(1);
        for (int depth = 1; depth < Wave.MAX_DEPTH; depth++) {
            type = ValueType.option(type);
            value = Val.some(value);
        }
        ValueType deepest = type;
        String text = Wave.print(value, type);
        assertThat(Wave.parse(text, type)).isEqualTo(value);
        Val tooDeep = Val.some(value);
        assertThatThrownBy(() -> Wave.print(tooDeep, ValueType.option(deepest)))
                .isInstanceOf(UnprintableValueException.class)
                .hasMessageContaining("more than 100 deep");
        assertThatThrownBy(() -> Wave.parse("some(" + text + ")", ValueType.option(deepest)))
                .isInstanceOf(WaveException.class)
                .hasMessage("at column 501: expected values nested at most 100 deep, found one more level");
    }

    @Test
    void deepTextOfAShallowTypeIsNoProblem() {
        assertThatThrownBy(() -> Wave.parse("[".repeat(1_000_000), STRINGS))
                .hasMessage("at column 2: expected string, found list");
        assertThatThrownBy(() -> Wave.parse("a-".repeat(1_000_000), ValueType.enumOf("a")))
                .isInstanceOf(WaveException.class);
    }

    @Test
    void textIsBoundedInLength() {
        assertThat(Wave.parse(" ".repeat(Wave.MAX_LENGTH - 1) + "1", Primitive.U8))
                .isEqualTo(new Val.U8(1));
        assertThatThrownBy(() -> Wave.parse(" ".repeat(Wave.MAX_LENGTH) + "1", Primitive.U8))
                .isInstanceOf(WaveException.class)
                .hasMessageContaining("expected at most 16777216 characters of text, found 16777217");
        assertThatThrownBy(() -> Wave.print(Val.bytes(new byte[Wave.MAX_LENGTH / 2]), ValueType.list(Primitive.U8)))
                .isInstanceOf(UnprintableValueException.class)
                .hasMessageContaining("longer than 16777216 characters");
    }

    /** A short text can stand for many values: fields left out. */
    @Test
    void valuesAreBoundedInNumber() {
        ValueType.Field[] fields = IntStream.range(0, 10_000)
                .mapToObj(i -> ValueType.field("f" + i, ValueType.option(Primitive.U8)))
                .toArray(ValueType.Field[]::new);
        assertThatThrownBy(() -> Wave.parse("[" + "{:},".repeat(1000) + "]", ValueType.list(ValueType.record(fields))))
                .isInstanceOf(WaveException.class)
                .hasMessageContaining("expected at most 4194304 values, found more");
    }

    @Test
    void handlesHaveNoTextUnlessTheyAreGivenNames() {
        ValueType type = ValueType.own("blob");
        assertThatThrownBy(() -> Wave.print(new Val.Own(new Blob("blob")), type))
                .isInstanceOf(UnprintableValueException.class)
                .hasMessageStartingWith("a handle to blob has no text");
    }

    @Test
    void handlesAreNumberedInOrderOfAppearance() {
        ValueType owns = ValueType.list(ValueType.own("blob"));
        HandleNames handles = HandleNames.numbered();
        Blob first = new Blob("blob");
        Blob second = new Blob("blob");
        Val both = Val.list(List.of(new Val.Own(first), new Val.Own(second), new Val.Own(first)));
        assertThat(Wave.print(both, owns, handles)).isEqualTo("[@h1, @h2, @h1]");
        Val.Borrow read = (Val.Borrow) Wave.parse("@h2", ValueType.borrow("blob"), handles);
        assertThat(read.resource()).isSameAs(second);
        assertThatThrownBy(() -> Wave.parse("@h3", ValueType.borrow("blob"), handles))
                .hasMessage("at column 1: expected a handle that is known, found `@h3`");
    }

    @Test
    void stringsThatAreNotUnicodeAreRefused() {
        assertThatThrownBy(() -> Wave.print(Val.str("a\ud800"), Primitive.STRING))
                .isInstanceOf(UnprintableValueException.class)
                .hasMessageContaining("U+D800");
        assertThatThrownBy(() -> Wave.parse("\"a\ud800\"", Primitive.STRING))
                .hasMessage("at column 3: expected a Unicode character, found the lone surrogate \\u{d800}");
    }

    @Test
    void lineBreaksOfWindowsInStringsOfSeveralLines() {
        assertThat(Wave.parse("\"\"\"\r\n  one\r\n  two\\r\r\n  \"\"\"", Primitive.STRING))
                .isEqualTo(Val.str("one\ntwo\r"));
    }

    @Test
    void valuesOfAnotherTypeAreAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wave.print(new Val.U8(1), Primitive.U16))
                .withMessage("a value of kind U8 isn't of type u16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wave.print(Val.tuple(Val.str("a")), ValueType.tuple(Primitive.STRING, Primitive.U8)))
                .withMessage("1 values for the 2 parts of tuple<string, u8>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wave.print(Val.ok(), ValueType.resultOfOk(Primitive.U8)))
                .withMessage("no payload for result<u8>");
    }
}
