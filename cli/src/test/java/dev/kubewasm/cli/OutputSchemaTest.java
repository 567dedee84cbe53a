package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command prints for programs keeps the schema in {@code docs/}, for the good and for the broken. */
class OutputSchemaTest {
    @ParameterizedTest
    @ValueSource(strings = {"pricing", "broken", "seed"})
    void theJsonOfAnExampleKeepsTheSchema(String example) throws IOException {
        keepsTheSchema(new ObjectMapper().readTree(run(example, "json")));
    }

    @Test
    void theYamlOfAnExampleKeepsTheSchemaAndSaysTheSame() throws IOException {
        JsonNode yaml = new YAMLMapper().readTree(run("pricing", "yaml"));

        keepsTheSchema(yaml);
        assertThat(yaml).isEqualTo(new ObjectMapper().readTree(run("pricing", "json")));
    }

    private static String run(String example, String format) {
        return CommandLineRun.of(
                        "run",
                        ProjectRoot.path().resolve("examples/" + example).toString(),
                        "--seed",
                        "1",
                        "--output",
                        format)
                .out();
    }

    private static void keepsTheSchema(JsonNode report) throws IOException {
        assertThat(report.path("pods").size()).isPositive();
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/run-output.schema.json")))
                        .validate(report))
                .isEmpty();
    }
}
