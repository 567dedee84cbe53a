package dev.kubewasm.placement.affinity.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceReaderTest {
    private static final String GOOD = """
            {"ServiceList": [
              {"Service": "a", "RequestCPU": 0.5, "RequestMem": 0, "ContainerList": ["a0", "a1"], "CompatibleMachines": "*"},
              {"Service": "b", "RequestCPU": 1e-3, "RequestMem": 0.1, "ContainerList": ["b0"], "CompatibleMachines": ["m1"]}],
             "MachineList": [
              {"MachineIP": "m0", "TotalCPU": 1, "TotalMem": 1, "InitialDeployingContainers": ["a0"]},
              {"MachineIP": "m1", "TotalCPU": 1, "TotalMem": 1, "InitialDeployingContainers": []}],
             "TrafficList": [{"Service1": "a", "Service2": "b", "Traffic": 0.25}]}
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("instance.json"), text);
    }

    @Test
    void whatIsPublishedIsRead() throws IOException, UnusableFileException {
        AffinityInstance instance = InstanceReader.read(file(GOOD));
        AffinityProblem problem = instance.problem();
        assertThat(problem.services().get(0).machines().isAny()).isTrue();
        assertThat(problem.services().get(1).machines().contains(0)).isFalse();
        assertThat(problem.services().get(1).machines().contains(1)).isTrue();
        assertThat(problem.services().get(1).request()).containsExactly(1e-3, 0.1);
        assertThat(problem.traffic().getFirst().weight()).isEqualTo(0.25);
        assertThat(instance.initial().containers()).isEqualTo(Map.of("m0", List.of("a0"), "m1", List.of()));
    }

    /** What is replaced in the good file, by what, and the message after the file's name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"m1\", \"TotalCPU\" | \"m0\", \"TotalCPU\" | $.MachineList[1].MachineIP: there are two machines 'm0'",
                "\"Service\": \"b\" | \"Service\": \"a\" | $.ServiceList[1].Service: there are two services 'a'",
                "[\"b0\"] | [\"a1\"] | $.ServiceList[1].ContainerList[0]: container 'a1' is there already, at $.ServiceList[0].ContainerList[1]",
                "[\"b0\"] | \"b0\" | $.ServiceList[1].ContainerList: must be an array",
                "[\"m1\"] | \"m1\" | $.ServiceList[1].CompatibleMachines: must be \"*\" or an array of machines",
                "1e-3 | -1 | $.ServiceList[1].RequestCPU: must be finite and not negative, but is -1",
                "1e-3 | 1e999 | $.ServiceList[1].RequestCPU: must be finite and not negative, but is Infinity",
                "1e-3 | \"1\" | $.ServiceList[1].RequestCPU: must be a number",
                "1e-3 | NaN | line 3, column 37: Non-standard token 'NaN'",
                "\"RequestMem\": 0.1, | ~~ | $.ServiceList[1]: has no field 'RequestMem'",
                "0.25 | -0.25 | $.TrafficList[0].Traffic: must be finite and not negative, but is -0.25",
                "\"Service2\": \"b\" | \"Service2\": \"a\" | $.TrafficList[0]: an edge from a service to itself",
                "\"Service2\": \"b\" | \"Service2\": \"z\" | $.TrafficList[0].Service2: there is no service 'z'",
                "\"InitialDeployingContainers\": [] | \"InitialDeployingContainers\": [\"a0\"] | $.MachineList[1].InitialDeployingContainers[0]: container 'a0' is deployed already, at $.MachineList[0].InitialDeployingContainers[0]",
                "\"InitialDeployingContainers\": [] | \"InitialDeployingContainers\": [\"q\"] | $.MachineList[1].InitialDeployingContainers[0]: no service has a container 'q'",
                "\"MachineList\" | \"Machines\" | $: has an unknown field 'Machines'; known are ServiceList, MachineList, TrafficList, AntiAffinityList, real_global_traffic",
                "\"TrafficList\" | \"AntiAffinity\" | $: has an unknown field 'AntiAffinity'",
                "\"TrafficList\" | \"AntiAffinityList\" | $: has no field 'TrafficList'",
            })
    void whatIsWrongIsToldWithItsPath(String good, String bad, String message) throws IOException {
        Path file = file(GOOD.replace(good, bad));
        assertThatExceptionOfType(UnusableFileException.class)
                .isThrownBy(() -> InstanceReader.read(file))
                .withMessageStartingWith(file + ": " + message);
    }

    @Test
    void whatThePublishedPreprocessingAllowsIsRead() throws IOException, UnusableFileException {
        AffinityInstance absent = InstanceReader.read(file(GOOD.replace("[\"m1\"]", "[\"m1\", \"gone\"]")));
        assertThat(absent.problem().services().get(1).machines().size(2)).isEqualTo(1);
        AffinityInstance empty = InstanceReader.read(file(GOOD.replace("[\"b0\"]", "[]")));
        assertThat(empty.problem().services().get(1).size()).isZero();
        AffinityInstance total = InstanceReader.read(
                file(GOOD.replace("\"TrafficList\"", "\"real_global_traffic\": 3, \"TrafficList\"")));
        assertThat(total.problem().totalTraffic()).isEqualTo(0.25);
    }

    @Test
    void filesThatAreNoneAreRefused() throws IOException {
        assertThatExceptionOfType(UnusableFileException.class)
                .isThrownBy(() -> InstanceReader.read(folder.resolve("none.json")))
                .withMessageEndingWith("none.json: no such file");
        Path empty = file("");
        assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> InstanceReader.read(empty));
        Path deep = file("[".repeat(100_000));
        assertThatExceptionOfType(UnusableFileException.class)
                .isThrownBy(() -> InstanceReader.read(deep))
                .withMessageContaining("nesting depth");
    }

    @Test
    void placementsAreWrittenAsTheyAreRead() throws IOException, UnusableFileException {
        ContainerPlacement placement = new ContainerPlacement(Map.of("m0", List.of("a0", "b0"), "m1", List.of()));
        Path file = folder.resolve("placement.json");
        PlacementFiles.write(file, placement);
        assertThat(PlacementFiles.read(file)).isEqualTo(placement);
    }
}
