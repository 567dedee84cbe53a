package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
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

    private static Path scenario(String name) {
        return ProjectRoot.path().resolve("simulations/" + name + "/scenario.yaml");
    }

    private Browser browser() throws IOException, InterruptedException {
        return new Browser(chromium, Files.createDirectory(folder.resolve("profile")));
    }

    /** Each node and Pod is there; neither scheme nor width brings anything up. */
    @Test
    void whatIsDrawnIsWhatTheJsonSays() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        JsonNode json = simulate(scenario("day"), report);
        List<List<String>> drawn = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (JsonNode strategy : json.path("strategies")) {
            for (JsonNode node : strategy.path("nodes")) {
                expected.add(
                        node.path("name").asText() + " " + node.path("pods").size());
            }
        }

        try (Browser browser = browser()) {
            for (String scheme : List.of("light", "dark")) {
                browser.show(scheme.equals("light") ? 1_280 : 390, 900, scheme);
                browser.open(report);
                drawn.add(texts(browser.evaluate("[...document.querySelectorAll('.nodes > li')].map(n =>"
                        + " n.querySelector('h4').textContent + ' ' + n.querySelectorAll('.pods > li').length)")));
                assertThat(browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                                .asBoolean())
                        .as("nothing is wider than a window of scheme " + scheme)
                        .isTrue();
            }

            assertThat(browser.complaints()).isEmpty();
            assertThat(drawn).containsExactly(expected, expected);
        }
    }

    /** All of them, of the cluster before too, and what is written is the number. */
    @Test
    void everyFigureOfTheTableIsTheJsons() throws IOException, InterruptedException {
        for (String name : List.of("day", "rebalance")) {
            Path report = folder.resolve(name + ".html");
            JsonNode json = simulate(scenario(name), report);
            List<JsonNode> columns = new ArrayList<>();
            if (json.has("before")) {
                columns.add(json.path("before"));
            }
            json.path("strategies").forEach(columns::add);
            try (Browser browser = new Browser(chromium, Files.createDirectory(folder.resolve("profile-" + name)))) {
                browser.open(report);
                JsonNode rows = browser.evaluate("[...document.querySelectorAll('#measures tbody tr')].map(r =>"
                        + " [r.cells[0].dataset.measure, [...r.cells].slice(1).map(c => c.querySelector('data') ?"
                        + " [c.querySelector('data').value, c.textContent] : null)])");

                Set<String> shown = new HashSet<>();
                for (JsonNode row : rows) {
                    String measure = row.path(0).asText();
                    shown.add(measure);
                    for (int i = 0; i < columns.size(); i++) {
                        JsonNode figure = figure(columns.get(i), measure);
                        JsonNode cell = row.path(1).path(i);
                        assertThat(cell.isNull()).isEqualTo(figure.isMissingNode());
                        if (!cell.isNull()) {
                            assertThat(Double.parseDouble(cell.path(0).asText()))
                                    .as(measure)
                                    .isEqualTo(figure.asDouble());
                            assertThat(written(cell.path(1).asText()))
                                    .as(measure)
                                    .isBetween(figure.asDouble() * 0.99 - 0.0501, figure.asDouble() * 1.01 + 0.0501);
                        }
                    }
                }
                Set<String> measured = new HashSet<>();
                columns.getLast().path("measures").fieldNames().forEachRemaining(measured::add);
                columns.getLast().path("overTime").fieldNames().forEachRemaining(measured::add);
                measured.remove("samples");
                measured.removeIf(
                        measure -> measure.toLowerCase(java.util.Locale.ROOT).endsWith("samenode"));
                assertThat(shown).isEqualTo(measured);
            }
        }
    }

    private static JsonNode figure(JsonNode column, String measure) {
        JsonNode once = column.path("measures").path(measure);
        return once.isMissingNode() ? column.path("overTime").path(measure) : once;
    }

    /** The number that is written, such as 71.1%, 532.5 kB or 8. */
    private static double written(String text) {
        String bare = text.replaceAll("[^0-9.eE-]", "");
        double number = Double.parseDouble(bare);
        return text.contains("%")
                ? number / 100
                : text.contains("kB") ? number * 1e3 : text.contains("MB") ? number * 1e6 : number;
    }

    /** A Pod's links are drawn and said when it has the focus, and arrow keys go from Pod to Pod. */
    @Test
    void aKeyboardIsEnough() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        JsonNode json = simulate(scenario("rebalance"), report);
        String links = "document.querySelectorAll('#column-0 .wires .picked').length";
        String said = "document.querySelector('#column-0 .said').textContent";
        try (Browser browser = browser()) {
            browser.show(1_280, 900, "light");
            browser.open(report);

            assertThat(browser.evaluate("document.querySelectorAll('#column-0 .pods button[tabindex=\"0\"]').length")
                            .asInt())
                    .as("one stop of the tab key for all Pods")
                    .isEqualTo(1);
            for (int i = 0; i < 100 && !isOnAPod(browser); i++) {
                browser.press("Tab");
            }
            assertThat(isOnAPod(browser)).isTrue();
            String first =
                    browser.evaluate("document.activeElement.textContent").asText();
            assertThat(browser.evaluate(said).asText()).startsWith(first + " ");
            assertThat(browser.evaluate(links).asInt()).isPositive();
            browser.press("ArrowRight");
            String second =
                    browser.evaluate("document.activeElement.textContent").asText();
            assertThat(second).isNotEqualTo(first);
            assertThat(browser.evaluate(said).asText()).startsWith(second + " ");
            browser.press("End");
            browser.press("Escape");
            assertThat(browser.evaluate(links).asInt()).isZero();

            JsonNode linked = linked(json.path("before"));
            browser.evaluate("[...document.querySelectorAll('#column-0 .pods button')].find(b => b.textContent === '"
                    + linked.path("pod").asText() + "').focus()");
            assertThat(browser.evaluate(said).asText())
                    .contains(linked.path("links").path(0).path("to").asText())
                    .contains("(" + linked.path("links").path(0).path("calls").asText() + ")");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static boolean isOnAPod(Browser browser) throws InterruptedException {
        return browser.evaluate("document.activeElement.matches('.pods button')")
                .asBoolean();
    }

    private static JsonNode linked(JsonNode column) {
        for (JsonNode node : column.path("nodes")) {
            for (JsonNode pod : node.path("pods")) {
                if (pod.path("links").size() > 0) {
                    return pod;
                }
            }
        }
        throw new AssertionError("no Pod has links");
    }

    /** Names for what is only drawn, and one heading after the other. */
    @Test
    void aScreenReaderHasWordsForAllThatIsDrawn() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        simulate(scenario("day"), report);
        try (Browser browser = browser()) {
            browser.open(report);

            List<JsonNode> tree = StreamSupport.stream(browser.accessibility().spliterator(), false)
                    .filter(node -> !node.path("ignored").asBoolean())
                    .toList();
            assertThat(tree)
                    .filteredOn(
                            node -> Set.of("image", "img", "button", "link", "region", "navigation", "table", "group")
                                    .contains(node.path("role").path("value").asText()))
                    .hasSizeGreaterThan(20)
                    .filteredOn(
                            node -> !node.path("role").path("value").asText().equals("group"))
                    .allSatisfy(node ->
                            assertThat(node.path("name").path("value").asText()).isNotBlank());
            assertThat(tree)
                    .filteredOn(node -> Set.of("image", "img")
                            .contains(node.path("role").path("value").asText()))
                    .anySatisfy(
                            node -> assertThat(node.path("name").path("value").asText())
                                    .startsWith("Nodes with Pods: kube-wasm from "))
                    .anySatisfy(
                            node -> assertThat(node.path("name").path("value").asText())
                                    .startsWith("Calls between nodes, the most between "));
            int level = 0;
            for (JsonNode heading : browser.evaluate(
                    "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))")) {
                assertThat(heading.asInt()).isLessThanOrEqualTo(level + 1);
                level = heading.asInt();
            }
            assertThat(browser.evaluate("document.documentElement.lang").asText())
                    .isEqualTo("en");
        }
    }

    /** On paper nothing is hidden behind a click or a scroll bar. */
    @Test
    void whatIsFoldedAwayIsPrinted() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        simulate(scenario("day"), report);
        String folded =
                "[...document.querySelectorAll('details table')].filter(t => t.getBoundingClientRect().height > 0).length";
        try (Browser browser = browser()) {
            browser.show(800, 1_000, "light");
            browser.open(report);
            int tables = browser.evaluate("document.querySelectorAll('details table').length")
                    .asInt();

            assertThat(tables).isPositive();
            assertThat(browser.evaluate("document.querySelectorAll('details:not([open])').length")
                            .asInt())
                    .isPositive();
            browser.print();
            assertThat(browser.evaluate(folded).asInt()).isEqualTo(tables);
            assertThat(browser.evaluate("getComputedStyle(document.querySelector('#measures')).overflowX")
                            .asText())
                    .isEqualTo("visible");
        }
    }

    /** A picture isn't blank: both schemes have their own paper. */
    @Test
    void thePictureIsOfItsScheme() throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        simulate(scenario("pricing"), report);
        try (Browser browser = browser()) {
            for (String scheme : List.of("light", "dark")) {
                browser.show(800, 600, scheme);
                browser.open(report);
                int paper = ImageIO.read(new ByteArrayInputStream(browser.screenshot()))
                                .getRGB(2, 2)
                        & 0xffffff;

                assertThat(paper).isEqualTo(scheme.equals("light") ? 0xffffff : 0x0d1117);
            }
        }
    }

    /** So many that a cell each is drawn, a dozen elements for all of them. */
    @Test
    void fiveThousandNodesAreDrawn() throws IOException, InterruptedException {
        Path made = folder.resolve("made-up");
        CommandLineRun generated = CommandLineRun.of(
                "simulate", "generate", made.toString(), "--services", "20", "--nodes", "5000", "--seed", "1");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, "manifests: " + made.resolve("cluster") + "\nstrategies: [first-fit, random]\n");
        Path report = folder.resolve("report.html");
        JsonNode json = simulate(scenario, report);
        List<String> names = texts(json.path("strategies").path(1).path("nodes"), "name");

        try (Browser browser = browser()) {
            browser.open(report);

            assertThat(browser.evaluate("[...document.querySelectorAll('.cells path')].map(p =>"
                                    + " p.getAttribute('d').split('M').length - 1).reduce((a, b) => a + b)")
                            .asInt())
                    .isEqualTo(10_000);
            assertThat(browser.evaluate("document.querySelectorAll('*').length").asInt())
                    .isLessThan(1_000);
            assertThat(Files.size(report)).isLessThan(1 << 20);
            browser.evaluate("document.querySelector('#column-1 .cells').focus()");
            browser.press("End");
            assertThat(browser.evaluate("document.querySelector('#column-1 .said').textContent")
                            .asText())
                    .startsWith(names.getLast() + ": ");
            browser.press("ArrowLeft");
            assertThat(browser.evaluate("document.querySelector('#column-1 .said').textContent")
                            .asText())
                    .startsWith(names.get(names.size() - 2) + ": ");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> texts(JsonNode array, String field) {
        return array.valueStream().map(each -> each.path(field).asText()).toList();
    }
}
