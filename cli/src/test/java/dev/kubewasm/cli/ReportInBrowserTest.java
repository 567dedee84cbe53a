package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a browser shows it. */
class ReportInBrowserTest {
    @TempDir
    private Path folder;

    private Path chromium = Path.of("");

    @BeforeEach
    void findChromium() {
        Optional<Path> program = Browser.program();
        assumeTrue(program.isPresent(), "no Chromium on the path: the report isn't looked at in a browser");
        chromium = program.orElseThrow();
    }

    private JsonNode simulate(Path scenario, Path report) throws IOException {
        CommandLineRun run =
                CommandLineRun.of("simulate", "run", scenario.toString(), "-o", "json", "--report", report.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private Browser browser() throws IOException, InterruptedException {
        return new Browser(chromium, Files.createDirectory(folder.resolve("profile")));
    }

    /** Each node and Pod is there, and the table's figures are the JSON's; neither scheme nor width brings anything up. */
    @Test
    void whatIsDrawnIsWhatTheJsonSays() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        JsonNode json = simulate(ProjectRoot.path().resolve("simulations/day/scenario.yaml"), report);
        List<List<String>> drawn = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (JsonNode strategy : json.path("strategies")) {
            for (JsonNode node : strategy.path("nodes")) {
                String pods = String.valueOf(node.path("pods").size());
                expected.add(node.path("name").asText() + " " + pods);
            }
        }

        try (Browser browser = browser()) {
            for (String scheme : List.of("light", "dark")) {
                browser.show(scheme.equals("light") ? 1_280 : 390, 900, scheme);
                browser.open(report);
                drawn.add(texts(browser.evaluate("[...document.querySelectorAll('.nodes > li')].map(n =>"
                        + " n.querySelector('h3').textContent + ' ' + n.querySelectorAll('.pods > li').length)")));
                assertThat(browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                                .asBoolean())
                        .as("nothing is wider than a window of scheme " + scheme)
                        .isTrue();
            }
            List<String> bindings = texts(browser.evaluate("[...[...document.querySelectorAll('tbody tr')]"
                    + ".find(r => r.cells[0].dataset.measure === 'bindings').cells].slice(1).map(c => c.textContent)"));

            assertThat(browser.complaints()).isEmpty();
            assertThat(drawn).containsExactly(expected, expected);
            assertThat(bindings)
                    .isEqualTo(json.path("strategies")
                            .valueStream()
                            .map(strategy ->
                                    strategy.path("overTime").path("bindings").asText())
                            .toList());
        }
    }

    /** So many that a cell each is drawn. */
    @Test
    void fiveThousandNodesAreDrawn() throws IOException, InterruptedException {
        Path made = folder.resolve("made-up");
        CommandLineRun generated = CommandLineRun.of(
                "simulate", "generate", made.toString(), "--services", "20", "--nodes", "5000", "--seed", "1");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, "manifests: " + made.resolve("cluster") + "\nstrategies: [first-fit, random]\n");
        Path report = folder.resolve("report.html");
        simulate(scenario, report);

        try (Browser browser = browser()) {
            browser.open(report);

            assertThat(browser.evaluate("document.querySelectorAll('.grid > li').length")
                            .asInt())
                    .isEqualTo(10_000);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
