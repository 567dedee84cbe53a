package dev.kubewasm.benchmarks.rasa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RasaCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The limit that ends a run is that of its steps: with one thread its result is the same each time. */
    private static final List<String> DETERMINISTIC =
            List.of("--time-limit", "999m", "--step-limit", "20000", "--threads", "1");

    @TempDir
    Path folder;

    private Path instance = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void generate() throws IOException {
        instance = folder.resolve("instance.json");
        InstanceGenerator.main(new String[] {instance.toString(), "12", "150", "0.7", "3"});
    }

    private int run(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(DETERMINISTIC);
        arguments.addAll(List.of(more));
        return new CommandLine(new RasaCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    /** By what is written alone: each container once, no machine over what it has, and as much gained as is printed. */
    @Test
    void whatItWritesIsWhatItPrints() throws IOException {
        Path placement = folder.resolve("out.json");

        assertThat(run(instance, "--output", "json", "--seed", "5", "--placement", placement.toString()))
                .as(err.toString())
                .isZero();

        JsonNode printed = JSON.readTree(out.toString());
        assertThat(printed.fieldNames())
                .toIterable()
                .containsExactly("gainedAffinity", "machinesUsed", "seconds", "seed");
        assertThat(printed.path("seed").asInt()).isEqualTo(5);
        Evaluation evaluation = new Evaluation(JSON.readTree(instance.toFile()), JSON.readTree(placement.toFile()));
        assertThat(evaluation.problems()).isEmpty();
        assertThat(printed.path("gainedAffinity").asDouble())
                .isGreaterThan(0.5)
                .isCloseTo(evaluation.gainedAffinity(), within(1e-9));
        assertThat(printed.path("machinesUsed").asLong()).isEqualTo(evaluation.machinesUsed());
    }

    @Test
    void theSameSeedGivesTheSamePlacement() throws IOException {
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        run(instance, "--from-scratch", "--placement", first.toString());
        run(instance, "--from-scratch", "--placement", second.toString());

        assertThat(second).hasSameTextualContentAs(first);
    }

    @Test
    void keepsToAsManyMachinesAsItMayUse() throws IOException {
        Path placement = folder.resolve("out.json");

        assertThat(run(instance, "--max-machines", "10", "--placement", placement.toString()))
                .as(err.toString())
                .isZero();

        Evaluation evaluation = new Evaluation(JSON.readTree(instance.toFile()), JSON.readTree(placement.toFile()));
        assertThat(evaluation.problems()).isEmpty();
        assertThat(evaluation.machinesUsed()).isBetween(1L, 10L);
        assertThat(out.toString())
                .contains(evaluation.machinesUsed() + " machines used")
                .contains("seed 1");
    }

    @Test
    void saysWhyThereIsNoPlacement() {
        assertThat(run(instance, "--max-machines", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("no placement was found that keeps all constraints");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"ServiceList\": 1}");

        assertThat(run(broken)).isEqualTo(2);
        assertThat(err.toString()).contains("broken.json").contains("MachineList");
        assertThat(run(folder.resolve("missing.json"))).isEqualTo(2);
        assertThat(err.toString()).contains("missing.json");
        assertThat(run(instance, "--threads", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--threads");
        assertThat(run(
                        instance,
                        "--placement",
                        folder.resolve("no/such/folder.json").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("can't be written");
    }

    /** Anybody's evaluator: it knows the published format and nothing of the optimizer. */
    private static final class Evaluation {
        private final List<String> problems = new ArrayList<>();
        private final Map<String, Map<String, Integer>> containersOf = new HashMap<>();
        private final Map<String, Integer> sizes = new HashMap<>();
        private final JsonNode traffic;

        Evaluation(JsonNode instance, JsonNode placement) {
            traffic = instance.path("TrafficList");
            Map<String, JsonNode> serviceOf = new HashMap<>();
            for (JsonNode service : instance.path("ServiceList")) {
                sizes.put(
                        service.path("Service").asText(),
                        service.path("ContainerList").size());
                service.path("ContainerList").forEach(container -> serviceOf.put(container.asText(), service));
            }
            for (JsonNode machine : instance.path("MachineList")) {
                String name = machine.path("MachineIP").asText();
                Map<String, Integer> here = new HashMap<>();
                double cpu = 0;
                double memory = 0;
                for (JsonNode container : placement.path(name)) {
                    JsonNode service = serviceOf.remove(container.asText());
                    if (service == null) {
                        problems.add(container + " is placed twice, or unknown");
                        continue;
                    }
                    cpu += service.path("RequestCPU").asDouble();
                    memory += service.path("RequestMem").asDouble();
                    here.merge(service.path("Service").asText(), 1, Integer::sum);
                }
                if (cpu > machine.path("TotalCPU").asDouble() * (1 + 1e-6)
                        || memory > machine.path("TotalMem").asDouble() * (1 + 1e-6)) {
                    problems.add(name + " is given more than it has");
                }
                containersOf.put(name, here);
            }
            serviceOf.keySet().forEach(container -> problems.add(container + " isn't placed"));
        }

        List<String> problems() {
            return problems;
        }

        long machinesUsed() {
            return containersOf.values().stream()
                    .filter(here -> !here.isEmpty())
                    .count();
        }

        double gainedAffinity() {
            double gained = 0;
            double total = 0;
            for (JsonNode edge : traffic) {
                String first = edge.path("Service1").asText();
                String second = edge.path("Service2").asText();
                double weight = edge.path("Traffic").asDouble();
                total += weight;
                for (Map<String, Integer> here : containersOf.values()) {
                    gained += weight * Math.min(share(here, first), share(here, second));
                }
            }
            return gained / total;
        }

        private double share(Map<String, Integer> here, String service) {
            return here.getOrDefault(service, 0) / (double) sizes.getOrDefault(service, 1);
        }
    }
}
