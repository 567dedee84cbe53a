package dev.kubewasm.placement.affinity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubewasm.placement.affinity.format.AffinityInstance;
import dev.kubewasm.placement.affinity.format.InstanceReader;
import dev.kubewasm.placement.affinity.format.PlacementFiles;
import dev.kubewasm.placement.affinity.format.UnusableFileException;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.AntiAffinity;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import dev.kubewasm.testkit.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AffinityAuditorTest {
    private static final AffinityProblem PROBLEM = new AffinityProblem(
            List.of("CPU", "Mem"),
            List.of(
                    new AffinityService("a", List.of("a0", "a1"), List.of(0.4, 0.1), MachineSet.ANY),
                    new AffinityService("b", List.of("b0"), List.of(0.2, 0.1), MachineSet.ANY),
                    new AffinityService("c", List.of("c0"), List.of(0.2, 0.1), only(1))),
            List.of(
                    new AffinityMachine("m0", List.of(1.0, 1.0)),
                    new AffinityMachine("m1", List.of(0.7, 1.0)),
                    new AffinityMachine("m2", List.of(1.0, 1.0))),
            List.of(new Traffic(0, 1, 3), new Traffic(1, 2, 1)),
            List.of(new AntiAffinity(List.of(1, 2))));

    private static MachineSet only(int machine) {
        BitSet set = new BitSet();
        set.set(machine);
        return MachineSet.of(set);
    }

    private static AffinityAudit audit(Map<String, List<String>> placement) {
        return new AffinityAuditor(PROBLEM).audit(new ContainerPlacement(placement), 2);
    }

    @Test
    void anEdgeGainsTheSmallerOfTheTwoShares() {
        AffinityAudit audit = audit(Map.of("m0", List.of("a0", "b0"), "m1", List.of("a1", "c0")));
        assertThat(audit.violations()).isEmpty();
        assertThat(audit.gainedAffinity()).isEqualTo(3 * 0.5 / 4);
        assertThat(audit.machinesUsed()).isEqualTo(2);
    }

    @Test
    void everyBrokenConstraintIsTold() {
        assertThat(audit(Map.of("m1", List.of("a0", "a1", "b0", "c0"))).violations())
                .containsExactly(
                        "machine m1 has 0.7 of CPU and 1.2 is taken",
                        "machine m1 runs 2 containers of services [1, 2], one is allowed");
        assertThat(audit(Map.of("m0", List.of("a0", "a1", "c0"))).violations())
                .containsExactly("container c0 may not run on m0", "container b0 is on no machine");
        assertThat(audit(Map.of("m9", List.of("a0"), "m0", List.of("a0", "a1", "x"), "m1", List.of("c0", "b0")))
                        .violations())
                .containsExactlyInAnyOrder(
                        "there is no machine m9",
                        "there is no container x to run on m0",
                        "machine m1 runs 2 containers of services [1, 2], one is allowed");
        assertThat(audit(Map.of("m0", List.of("a0", "a0"), "m1", List.of("c0"), "m2", List.of("a1", "b0")))
                        .violations())
                .containsExactlyInAnyOrder("container a0 is on m0 and on m0", "3 machines are used, 2 are allowed");
    }

    @Test
    void capacityIsKeptUpToTheTolerance() {
        AffinityProblem exact = new AffinityProblem(
                List.of("CPU"),
                List.of(new AffinityService("a", List.of("a0", "a1", "a2"), List.of(0.1), MachineSet.ANY)),
                List.of(new AffinityMachine("m0", List.of(0.3)), new AffinityMachine("m1", List.of(0.3 - 1e-8))),
                List.of(),
                List.of());
        AffinityAuditor auditor = new AffinityAuditor(exact);
        List<String> all = List.of("a0", "a1", "a2");
        assertThat(auditor.audit(new ContainerPlacement(Map.of("m0", all)), 1).isFeasible())
                .isTrue();
        assertThat(auditor.audit(new ContainerPlacement(Map.of("m1", all)), 1).isFeasible())
                .isFalse();
    }

    @Test
    void thePublishedPlacementsHaveTheFiguresExpected() throws IOException, UnusableFileException {
        Path folder = Corpora.require("placement/rasa");
        AffinityInstance m3 = InstanceReader.read(folder.resolve("M3.json"));
        AffinityAuditor auditor = new AffinityAuditor(m3.problem());
        JsonNode expected = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("expected.json").toFile())
                .get("placements");
        assertThat(expected.size()).isEqualTo(5);
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            JsonNode file = entry.getValue().get("file");
            ContainerPlacement placement =
                    file == null ? m3.initial() : PlacementFiles.read(folder.resolve(file.asText()));
            AffinityAudit audit =
                    auditor.audit(placement, m3.problem().machines().size());
            assertThat(audit.gainedAffinity())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("gained_affinity").asDouble(), within(1e-6));
            assertThat(audit.machinesUsed())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("machines_used").asInt());
            assertThat(audit.violations()).as(entry.getKey()).isEmpty();
        }
    }
}
