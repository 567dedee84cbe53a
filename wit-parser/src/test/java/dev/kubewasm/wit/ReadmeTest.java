package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.print.FunctionPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The snippet in this module's README is the code of a test. */
class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    // NullAway: the map of the snippet has the key, as its author sees.
    @SuppressWarnings({"NullAway", "SystemOut"})
    private static void snippet() {
        // readme: begin
        WitResolution resolution = Wit.resolve(List.of(new WitSource("shop.wit", """
                package example:shop@1.0.0;

                interface prices {
                  record price { amount: f64, currency: string }
                  look-up: func(sku: string) -> option<price>;
                }

                world shop {
                  export prices;
                }
                """)));

        // Nothing throws on bad WIT: what is wrong is data, with a place, a code and a hint.
        if (!resolution.ok()) {
            System.err.print(resolution.render());
        }

        Interface prices = resolution.packages().getFirst().interfaces().get("prices");
        for (Function function : prices.functions().values()) {
            System.out.println(function.name() + ": " + FunctionPrinter.signature(function));
        }
        // readme: end
    }

    @Test
    void theSnippetIsThisTestsCode() throws IOException {
        String own = Files.readString(Path.of("src/test/java/dev/kubewasm/wit/ReadmeTest.java"));
        String code = own.substring(
                own.indexOf("// readme: begin\n") + "// readme: begin\n".length(),
                own.lastIndexOf("        // readme: end\n    }\n\n    @Test"));
        Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("README.md")));
        assertThat(snippet.find()).isTrue();
        assertThat(snippet.group(1))
                .isEqualTo(code.lines()
                        .map(line -> line.isEmpty() ? line : line.substring(8))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void theSnippetPrintsTheFunction() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            snippet();
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("look-up: func(sku: string) -> option<price>\n");
    }
}
