package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ReadmeSnippet;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.print.FunctionPrinter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippet in this module's README is the code of a test. */
class ReadmeTest {
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
    void theSnippetIsThisTestsCode() {
        assertThat(ReadmeSnippet.ofReadme()).isEqualTo(ReadmeSnippet.of(ReadmeTest.class));
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
