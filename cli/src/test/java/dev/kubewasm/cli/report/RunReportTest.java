package dev.kubewasm.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.cli.report.RunReport.CallRow;
import dev.kubewasm.cli.report.RunReport.How;
import dev.kubewasm.cli.report.RunReport.LinkRow;
import dev.kubewasm.cli.report.RunReport.PodRow;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/report");

    private static final RunReport REPORT = new RunReport(
            List.of(
                    new PodRow("shop", "basket-1", "node-2", "Running", List.of()),
                    new PodRow(
                            "shop", "till", null, "Pending", List.of("nobody exports shop:money/till", "two\nlines"))),
            List.of(
                    new LinkRow("shop/basket-1", "wasi:cli/stderr@0.2.12", How.HOST, "node-2"),
                    new LinkRow("shop/basket-1", "shop:money/prices", How.IN_PROCESS, "shop/prices-1")),
            List.of(
                    new CallRow("shop/basket-1/total()", "12.5", null),
                    new CallRow("shop/basket-1/list()", "\"SKU\\na\\n\"", null),
                    new CallRow("shop/basket-1/clear()", "", null),
                    new CallRow("shop/basket-1/fail()", null, "unreachable executed")));

    @Test
    void textIsGolden() {
        Golden.check(GOLDEN.resolve("report.txt"), OutputFormat.text.render(REPORT));
    }

    @Test
    void jsonIsGoldenAndKeepsTheSchema() throws IOException {
        String json = OutputFormat.json.render(REPORT);
        Golden.check(GOLDEN.resolve("report.json"), json);
        assertThat(schema().validate(new ObjectMapper().readTree(json))).isEmpty();
    }

    @Test
    void yamlSaysTheSameAsJson() throws IOException {
        JsonNode yaml = new YAMLMapper().readTree(OutputFormat.yaml.render(REPORT));
        assertThat(yaml).isEqualTo(new ObjectMapper().readTree(OutputFormat.json.render(REPORT)));
    }

    @Test
    void theSchemaRefusesACallWithResultAndError() throws IOException {
        JsonNode bad = new ObjectMapper()
                .readTree(OutputFormat.json.render(
                        new RunReport(List.of(), List.of(), List.of(new CallRow("a/b()", "1", "2")))));
        assertThat(schema().validate(bad)).isNotEmpty();
    }

    @Test
    void oneUnwellPodOrOneFailedCallMakesItNegative() {
        assertThat(REPORT.good()).isFalse();
        assertThat(new RunReport(
                                REPORT.pods().subList(0, 1),
                                REPORT.links(),
                                REPORT.calls().subList(0, 2))
                        .good())
                .isTrue();
        assertThat(new RunReport(
                                REPORT.pods().subList(0, 1),
                                List.of(),
                                REPORT.calls().subList(3, 4))
                        .good())
                .isFalse();
        assertThat(new RunReport(REPORT.pods(), List.of(), List.of()).good()).isFalse();
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(ProjectRoot.path().resolve("docs/run-output.schema.json")));
    }
}
