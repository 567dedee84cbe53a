package dev.kubewasm.placement.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.MachineSet;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MisfitsTest {
    private static AffinityProblem problem(AffinityService... services) {
        return new AffinityProblem(
                List.of("CPU", "Mem"),
                List.of(services),
                List.of(new AffinityMachine("m0", List.of(1.0, 1.0)), new AffinityMachine("m1", List.of(2.0, 1.0))),
                List.of(),
                List.of());
    }

    private static AffinityService service(String name, int size, double cpu, MachineSet machines) {
        List<String> containers =
                IntStream.range(0, size).mapToObj(i -> name + i).toList();
        return new AffinityService(name, containers, List.of(cpu, 0.1), machines);
    }

    @Test
    void nothingIsSaidOfWhatFits() {
        assertThat(Misfits.of(problem(service("a", 2, 1.5, MachineSet.ANY), service("b", 0, 9, MachineSet.ANY))))
                .isEmpty();
    }

    @Test
    void servicesThatFitNowhereAndScarceResourcesAreNamed() {
        BitSet first = new BitSet();
        first.set(0);
        assertThat(Misfits.of(problem(
                        service("large", 1, 1.5, MachineSet.of(first)),
                        service("exiled", 1, 0.1, MachineSet.of(new BitSet())),
                        service("many", 7, 0.5, MachineSet.ANY))))
                .containsExactly(
                        "service large fits no machine that may run it, not even an empty one",
                        "service exiled fits no machine: none that may run it is there",
                        "all containers take 5.1 of CPU, all machines have 3.0");
    }
}
