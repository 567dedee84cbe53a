package dev.kubewasm.placement.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The filter and the auditor, which share no code, on every Pod and node of random clusters: one refuses what the other does. */
class NodeAgreementTest {
    @Test
    void filterAndAuditorRefuseTheSame() {
        Set<Class<?>> met = new HashSet<>();
        for (long seed = 0; seed < Scale.cases(10_000); seed++) {
            Snapshot snapshot = Instances.random(new SplittableRandom(seed), 6, 16);
            WiringGraph wiring = Wirer.wire(snapshot);
            NodeRefusal refusal = new NodeRefusal(snapshot);
            for (PodFacts pod : snapshot.pods().values()) {
                PodWiring wired = wiring.of(pod.key());
                if (wired.failures().isEmpty()) {
                    for (NodeFacts node : snapshot.nodes().values()) {
                        List<Rejection> rejections = NodeFilter.rejections(PodNeeds.of(pod, wired), node);

                        assertThat(refusal.of(pod, node, wired).isPresent())
                                .as("seed %d, %s on %s: %s", seed, pod.key(), node.name(), rejections)
                                .isEqualTo(!rejections.isEmpty());
                        rejections.forEach(rejection -> met.add(rejection.getClass()));
                    }
                }
            }
        }
        assertThat(met)
                .containsExactlyInAnyOrder(
                        Rejection.Unschedulable.class,
                        Rejection.UntoleratedTaint.class,
                        Rejection.NodeAffinity.class,
                        Rejection.Rule.class,
                        Rejection.NoWasmRuntime.class,
                        Rejection.CannotLink.class,
                        Rejection.LacksHostInterface.class,
                        Rejection.LacksWasmFeature.class);
    }
}
