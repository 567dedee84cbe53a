package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.runtime.Engines;
import dev.kubewasm.runtime.engine.wasmtime.WasmtimeLibrary;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code examples/pricing} as its users run it, compared with the same components composed and run in Wasmtime. */
class PricingTest {
    private static final Path PRICING = ProjectRoot.path().resolve("examples/pricing");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void fourPodsOnOneNodeLinkedInProcess() throws IOException {
        JsonNode report = run("--seed", "7");

        List<String> nodes = texts(report.get("pods"), "node");
        assertThat(nodes).hasSize(4).containsOnly(nodes.getFirst()).doesNotContain("node-1");
        assertThat(texts(report.get("pods"), "phase")).containsOnly("Running");
        List<String> inProcess = new ArrayList<>();
        report.get("links").forEach(link -> {
            if (link.get("how").asText().equals("in-process")) {
                inProcess.add(pod(link.get("consumer")) + " "
                        + link.get("import").asText() + " " + pod(link.get("provider")));
            } else {
                assertThat(link.get("how").asText()).isEqualTo("host");
                assertThat(link.get("import").asText()).startsWith("wasi:");
                assertThat(link.get("provider").asText()).isEqualTo(nodes.getFirst());
            }
        });
        assertThat(inProcess)
                .containsExactlyInAnyOrder(
                        "calculator example:pricing/catalog catalog",
                        "calculator example:pricing/discounts discounts",
                        "storefront example:pricing/calculator calculator");
    }

    @ParameterizedTest
    @ValueSource(strings = {Engines.ENDIVE, Engines.ENDIVE_INTERPRETER, Engines.WASMTIME})
    void theQuotesAreThoseOfWasmtimeOnEveryEngine(String engine) throws IOException {
        assumeTrue(
                !engine.equals(Engines.WASMTIME) || WasmtimeLibrary.find().isPresent(),
                "wasmtime's library is not installed: " + WasmtimeLibrary.VARIABLE + " doesn't name it");
        List<String> calls = new ArrayList<>(List.of("--engine", engine));
        List<String> results = new ArrayList<>();
        for (String line : Files.readAllLines(PRICING.resolve("expected/calls.jsonl"))) {
            JsonNode expected = JSON.readTree(line);
            calls.add("--call");
            calls.add(expected.get("call").asText());
            results.add(expected.get("result").asText());
        }
        assertThat(results).hasSizeGreaterThanOrEqualTo(10);

        JsonNode report = run(calls.toArray(String[]::new));

        assertThat(texts(report.get("calls"), "result")).containsExactlyElementsOf(results);
    }

    private static JsonNode run(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", PRICING.toString(), "--output", "json"));
        args.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s%n%s", run.out(), run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(field).asText())
                .toList();
    }

    /** {@code pricing/catalog-7d9f5-x2x} without namespace and hash: {@code catalog}. */
    private static String pod(JsonNode name) {
        return name.asText().replaceFirst("^pricing/(.*)-[^-]+-[^-]+$", "$1");
    }
}
