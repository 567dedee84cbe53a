package dev.kubewasm.runtime.wave;

import static dev.kubewasm.runtime.value.ValueType.field;
import static dev.kubewasm.runtime.value.ValueType.list;
import static dev.kubewasm.runtime.value.ValueType.option;
import static dev.kubewasm.runtime.value.ValueType.tuple;
import static dev.kubewasm.runtime.value.ValueType.variantCase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import dev.kubewasm.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads each call in {@code wave/NAME.waves} and writes it again, or the error, to {@code wave/NAME.out}. A call is
 * {@code function(arguments)}; a semicolon at the end of a line ends it. Calls have the functions of {@link #FUNCTIONS}.
 */
class WaveGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/wave");

    private static final ValueType U8 = Primitive.U8;
    private static final ValueType KEYWORDS =
            ValueType.enumOf("true", "false", "some", "none", "ok", "err", "inf", "nan");

    private static final Map<String, FuncType> FUNCTIONS = Map.ofEntries(
            Map.entry("nothing", FuncType.ofVoid()),
            one("bool", Primitive.BOOL),
            one("s8", Primitive.S8),
            one("u8", U8),
            one("s16", Primitive.S16),
            one("u16", Primitive.U16),
            one("s32", Primitive.S32),
            one("u32", Primitive.U32),
            one("s64", Primitive.S64),
            one("u64", Primitive.U64),
            one("f32s", list(Primitive.F32)),
            one("f64s", list(Primitive.F64)),
            one("chars", list(Primitive.CHAR)),
            one("string", Primitive.STRING),
            one("strings", list(Primitive.STRING)),
            one("bytes", list(U8)),
            one("three-bytes", new ValueType.FixedListOf(U8, 3)),
            one("two-strings", new ValueType.FixedListOf(Primitive.STRING, 2)),
            one("map", new ValueType.MapOf(Primitive.STRING, Primitive.U32)),
            one("single", tuple(U8)),
            one("pair", tuple(Primitive.STRING, Primitive.BOOL)),
            one(
                    "quote",
                    ValueType.record(
                            field("sku", Primitive.STRING),
                            field("base-price", Primitive.F64),
                            field("note", option(Primitive.STRING)))),
            one("all-optional", ValueType.record(field("a", option(U8)), field("b", option(U8)))),
            one("keyword-fields", ValueType.record(field("some", option(U8)), field("nan", Primitive.F32))),
            one(
                    "variant",
                    ValueType.variant(
                            variantCase("empty"),
                            variantCase("days", Primitive.U32),
                            variantCase("err", Primitive.STRING),
                            variantCase("HTTP2-get"))),
            one("hand", ValueType.enumOf("left", "right")),
            one("keyword", KEYWORDS),
            one("maybe-keyword", option(KEYWORDS)),
            one("flags", ValueType.flags("read", "write", "true")),
            one("option", option(U8)),
            one("option-option", option(option(U8))),
            one("option-result", option(ValueType.result(U8, Primitive.STRING))),
            one("option-list", option(list(Primitive.STRING))),
            one("result", ValueType.result()),
            one("result-ok", ValueType.resultOfOk(U8)),
            one("result-err", ValueType.resultOfErr(Primitive.STRING)),
            one("result-both", ValueType.result(U8, Primitive.STRING)),
            one("result-option", ValueType.resultOfOk(option(U8))),
            one("own", ValueType.own("blob")),
            one("borrow", ValueType.borrow("blob")),
            Map.entry(
                    "discount",
                    new FuncType(
                            List.of(
                                    new FuncType.Param("skus", list(Primitive.STRING)),
                                    new FuncType.Param("percent", Primitive.F32),
                                    new FuncType.Param("until", option(Primitive.U32))),
                            Optional.empty())));

    private static Map.Entry<String, FuncType> one(String name, ValueType type) {
        return Map.entry(name, FuncType.ofVoid(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "refused"})
    void callsAreReadAsBefore(String name) throws Exception {
        StringBuilder out = new StringBuilder();
        List<String> unexpected = new ArrayList<>();
        for (String call : calls(FOLDER.resolve(name + ".waves"))) {
            String comments =
                    call.lines().takeWhile(line -> line.startsWith("//")).collect(Collectors.joining("\n"));
            String text = call.substring(comments.length()).strip();
            String result = result(text);
            if (result.startsWith("error: ") == name.equals("accepted")) {
                unexpected.add(text + "\n  " + result);
            }
            out.append(comments)
                    .append(comments.isEmpty() ? "" : "\n")
                    .append(text)
                    .append("\n  -> ")
                    .append(result);
            out.append('\n');
        }
        assertThat(unexpected).isEmpty();
        Golden.check(FOLDER.resolve(name + ".out"), out.toString());
    }

    private static List<String> calls(Path file) throws IOException {
        String[] parts = Files.readString(file).split(";\n", -1);
        return List.of(parts).subList(0, parts.length - 1);
    }

    private static String result(String call) {
        int open = call.indexOf('(');
        FuncType function = FUNCTIONS.get(call.substring(0, open));
        if (function == null) {
            throw new IllegalArgumentException("no function for " + call);
        }
        try {
            List<Val> values = Wave.parseArguments(call.substring(open + 1, call.lastIndexOf(')')), function);
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                out.append(i == 0 ? "" : ", ")
                        .append(Wave.print(values.get(i), function.paramTypes().get(i)));
            }
            return "(" + out + ")";
        } catch (WaveException e) {
            return "error: " + e.getMessage();
        }
    }
}
