package dev.kubewasm.cli;

import static dev.kubewasm.cli.CommandLineRun.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which services to move from containers to components first. */
class MigrationPlanTest {
    private static final Path SIMULATIONS = ProjectRoot.path().resolve("simulations");

    @TempDir
    private Path folder;

    /** What is moved first is no worse than any other single move, each placed as a variant of its own. */
    @Test
    void aMigrationBeginsWithWhatSavesMost() throws IOException {
        List<String> services = List.of("cart", "catalog", "front", "pricing");
        Path scenario = folder.resolve("scenario.txt");
        StringBuilder text = new StringBuilder("""
                manifests: %s
                strategies: [kube-wasm-offline]
                weights: {nodeInUse: 1000, balance: 0, workloadSpread: 0, zoneSpread: 0}
                migrate:
                  requests: {memory: 16Mi}
                  workloads:
                """.formatted(SIMULATIONS.resolve("mixed/cluster")));
        services.forEach(
                service -> text.append("    - {of: deployment/").append(service).append(", requests: {cpu: 50m}}\n"));
        text.append("whatIf:\n");
        for (String moved : services) {
            text.append("  - {name: ")
                    .append(moved)
                    .append(", of: deployment/")
                    .append(moved)
                    .append(", requests: {cpu: 50m, memory: 16Mi}, containers: [")
                    .append(services.stream()
                            .filter(service -> !service.equals(moved))
                            .map(service -> "deployment/" + service)
                            .collect(Collectors.joining(", ")))
                    .append("]}\n");
        }
        Files.writeString(scenario, text.toString());
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(scenario, "-o", "json", "--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(json))
                .isEmpty();
        JsonNode steps = json.path("migration").path("steps");
        assertThat(steps.findValuesAsText("workload"))
                .containsExactlyInAnyOrder(services.stream()
                        .map(service -> "default/deployment/" + service)
                        .toArray(String[]::new));
        JsonNode first = steps.path(0);
        for (JsonNode variant : json.path("strategies")) {
            String name = variant.path("strategy").asText();
            if (!services.contains(name)) {
                continue;
            }
            JsonNode measures = variant.path("measures");
            assertThat(measures.path("cost").asLong())
                    .isGreaterThanOrEqualTo(first.path("after").path("cost").asLong());
            if (first.path("workload").asText().endsWith("/" + name)) {
                assertThat(measures.path("nodes")).isEqualTo(first.path("after").path("nodes"));
                assertThat(measures.path("cost")).isEqualTo(first.path("after").path("cost"));
            }
        }
        assertThat(Files.readString(report)).contains("<h2>Migration</h2>", "all as containers");
    }

    /** Each step takes off what its Pods request less, and no other Pod changes; with all moved, calls stay in process. */
    @Test
    void aMigrationSavesWhatIsNoLongerRequestedOrSent() throws IOException {
        JsonNode plan = new ObjectMapper()
                .readTree(simulate(SIMULATIONS.resolve("mixed/scenario.yaml"), "-o", "json")
                        .out())
                .path("migration");
        Map<String, Long> saved = Map.of("front", 6 * 304L, "cart", 4 * 240L, "reports", 2 * 1008L);
        JsonNode before = plan.path("asContainers");
        for (JsonNode step : plan.path("steps")) {
            JsonNode after = step.path("after");
            String service = step.path("workload").asText().replaceAll(".*/", "");
            if (saved.containsKey(service)) {
                assertThat((before.path("memoryBytes").asLong()
                                        - after.path("memoryBytes").asLong())
                                >> 20)
                        .isEqualTo(saved.get(service));
            }
            assertThat(after.path("cpuMilli")).isEqualTo(before.path("cpuMilli"));
            before = after;
        }
        assertThat(plan.path("steps")).hasSize(10);
        assertThat(plan.path("asContainers").path("traffic").asLong()).isEqualTo(1_184);
        assertThat(before.path("traffic").asLong()).isLessThan(200);
        assertThat(before.path("nodes").asLong())
                .isLessThan(plan.path("asContainers").path("nodes").asLong());
    }
}
