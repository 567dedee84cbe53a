package dev.kubewasm.placement.wiring;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WiringIndexTest {
    @Test
    void thePartThatIsAskedForIsThatOfTheWhole() {
        for (long seed = 0; seed < Scale.cases(10_000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Snapshot snapshot = Instances.random(random, 4, 16);
            List<PodFacts> asked = snapshot.pods().values().stream()
                    .filter(pod -> random.nextInt(3) == 0)
                    .toList();
            WiringIndex index = new WiringIndex();
            index.apply(snapshot.changesSince(Snapshot.EMPTY));

            WiringGraph part = index.graph(asked.stream().map(PodFacts::key).toList());

            WiringGraph whole = Wirer.wire(snapshot);
            Set<WorkloadRef> workloads = asked.stream().map(PodFacts::workload).collect(Collectors.toSet());
            for (PodKey pod : snapshot.pods().keySet()) {
                boolean meant =
                        workloads.contains(snapshot.pod(pod).orElseThrow().workload())
                                || whole.of(pod).links().stream()
                                        .anyMatch(link -> workloads.contains(
                                                link.provider().workload()));
                if (meant) {
                    assertThat(part.of(pod)).as("seed %d, Pod %s", seed, pod).isEqualTo(whole.of(pod));
                }
            }
        }
    }

    @Test
    void anImportUnderAPlainNameFollowsWhoExportsIt() {
        Interface store = Interface.of(
                InterfaceName.parse("a:b/store"), Map.of(), Map.of("call", function("call", Type.Primitive.U32)));
        PodFacts app = pod("app")
                .runs(component(Map.of("main-store", WorldItem.OfInterface.plain(store)), Map.of()))
                .build();
        PodFacts primary =
                pod("primary").runs(component(List.of(), List.of("a:b/store"))).build();
        Snapshot before = new Snapshot(List.of(node("a").build()), List.of(app));
        WiringIndex index = new WiringIndex();
        index.apply(before.changesSince(Snapshot.EMPTY));
        assertThat(index.graph(List.of(key("app"))).of(key("app")).failures()).hasSize(1);

        index.apply(before.with(primary).changesSince(before));

        assertThat(index.graph(List.of(key("app"))).of(key("app")).links()).hasSize(1);
        assertThat(index.graph(List.of(key("primary"))).of(key("app")).links()).hasSize(1);
    }
}
