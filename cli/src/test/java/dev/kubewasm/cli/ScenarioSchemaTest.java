package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/scenario.schema.json} says of scenarios what the command says of them. */
class ScenarioSchemaTest {
    @TempDir
    private Path folder;

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> all = Files.list(ProjectRoot.path().resolve("simulations"))) {
            return all.map(folder -> folder.resolve("scenario.yaml"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static Set<ValidationMessage> faults(String yaml) throws IOException {
        JsonNode scenario = new YAMLMapper().readTree(yaml);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(ProjectRoot.path().resolve("docs/scenario.schema.json")))
                .validate(scenario);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theScenariosOfThisProjectKeepIt(Path scenario) throws IOException {
        assertThat(faults(Files.readString(scenario))).isEmpty();
    }

    /** Each block of the documentation is a part of a scenario, so that no field is documented and unknown to the schema. */
    @Test
    void whatIsDocumentedKeepsIt() throws IOException {
        String docs = Files.readString(ProjectRoot.path().resolve("docs/simulations.md"));
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(docs)
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).hasSizeGreaterThan(4);
        for (String block : blocks) {
            String scenario =
                    block.startsWith("generate:") ? block + "timeline: {until: 1h}\n" : "manifests: .\n" + block;
            assertThat(faults(scenario)).as(block).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifests: .\nrasa: M3.json\n",
                "manifests: .\nstrategies: [best]\n",
                "manifests: .\nstandardNodes: 0\n",
                "generate: {services: 5}\n",
                "generate: {services: -5, pools: [{name: a, nodes: 1, cpu: '1', memory: 1Gi}]}\n",
                "manifests: .\ntimeline: {until: soon}\n",
                "manifests: .\ntimeline: {until: 1h, events: [{at: 1m}]}\n",
                "manifests: .\nwhatIf: [{removeZone: b}]\n",
                "manifests: .\ncallBytes: {\"*\": -1}\n"
            })
    void whatTheCommandRefusesItRefuses(String yaml) throws IOException {
        assertThat(faults(yaml)).isNotEmpty();
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, yaml);
        Files.copy(ProjectRoot.path().resolve("simulations/day/cluster/shop.yaml"), folder.resolve("shop.yaml"));
        assertThat(CommandLineRun.simulate(scenario).exitCode()).isEqualTo(2);
    }

    /** A day of what comes, of a cluster made up; the file that is generated keeps the schema too. */
    @Test
    void whatIsMadeUpMayArrive() throws IOException {
        Path made = folder.resolve("made-up");
        CommandLineRun generated = CommandLineRun.of(
                "simulate", "generate", made.toString(), "--services", "3", "--nodes", "3", "--arrivals", "60");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        String written = Files.readString(made.resolve("scenario.yaml"));
        assertThat(faults(written)).isEmpty();
        double perHour = Pattern.compile("perHour: ([0-9.]+)")
                .matcher(written)
                .results()
                .mapToDouble(rate -> Double.parseDouble(rate.group(1)))
                .sum();
        assertThat(perHour).isBetween(59.99, 60.01);

        Path scenario = folder.resolve("arrivals.txt");
        Files.writeString(scenario, """
                generate:
                  services: 3
                  pools: [{name: node, nodes: 3, cpu: "8", memory: 16Gi}]
                  arrivals: {perHour: 60, lifetime: 10m}
                strategies: [first-fit]
                timeline: {until: 1h}
                failIf: events<60
                """);
        assertThat(faults(Files.readString(scenario))).isEmpty();
        assertThat(CommandLineRun.simulate(scenario).exitCode()).isZero();
        Files.writeString(
                scenario, Files.readString(scenario).replace("timeline: {until: 1h}\nfailIf: events<60\n", ""));
        assertThat(CommandLineRun.simulate(scenario).err()).contains("`generate`: `arrivals` need a `timeline`");
    }
}
