package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import dev.kubewasm.scheduler.framework.volume.TestVolumes;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.StorageObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProfileViewTest {
    private static final List<Phase> PHASES = List.of(Phase.PENDING, Phase.RUNNING, Phase.SUCCEEDED);

    private final ClusterCache cache = new ClusterCache();
    private final ProfileView view = new ProfileView();

    @Test
    void showsAPodOnItsNodeFromTheDecisionOnAndNoLongerThanItStands() {
        cache.put(Fixtures.observed(node("n1", 1000)));
        ObservedPod waiting = pod("a", 100, Map.of());
        cache.put(waiting);
        cache.refresh(view);
        assertThat(requested("n1")).isZero();

        Binding binding =
                Binding.of(key("a"), waiting.facts().uid(), node("n1", 1).name(), Map.of());
        assertThat(cache.assume(binding, Optional.empty())).isEmpty();
        assertThat(requested("n1")).as("not before it is brought up to date").isZero();
        cache.refresh(view);
        assertThat(requested("n1")).isEqualTo(100);

        cache.forget(key("a"), waiting.facts().uid());
        cache.refresh(view);
        assertThat(requested("n1")).isZero();

        cache.put(on(waiting, "n1", Phase.RUNNING));
        cache.refresh(view);
        assertThat(requested("n1")).isEqualTo(100);

        cache.put(on(waiting, "n1", Phase.SUCCEEDED));
        cache.refresh(view);
        assertThat(requested("n1")).isZero();
    }

    @Test
    void knowsWhatElseThereIsAndForgetsIt() {
        DisruptionBudget budget = new DisruptionBudget("ns", LabelSelector.EVERYTHING, 1, Set.of());
        List<ClusterObject> objects = List.of(
                new ClusterObject.Namespace("ns", Map.of("team", "shop")),
                new ClusterObject.Service("ns", "web", Map.of("app", "web")),
                new ClusterObject.Workload("ns", new PodInfo.Workload("ReplicaSet", "web-1"), LabelSelector.EVERYTHING),
                new ClusterObject.Budget("web", budget),
                new StorageObject.Volume(TestVolumes.free("v", 1)),
                new StorageObject.Claim(TestVolumes.bound("data", "v")),
                new StorageObject.VolumeClass(TestVolumes.byHand("manual")),
                new StorageObject.Drivers(new CsiNode("n", Map.of(), Set.of())));
        objects.forEach(cache::put);
        cache.refresh(view);

        assertThat(view.cluster().namespaceLabels("ns")).contains(Map.of("team", "shop"));
        assertThat(view.cluster().serviceSelectors("ns")).containsExactly(Map.of("app", "web"));
        assertThat(view.budgets()).containsExactly(budget);
        assertThat(view.cluster().volumes().volume("v")).isPresent();
        assertThat(view.cluster().volumes().claim(new ClaimKey("shop", "data"))).isPresent();
        assertThat(view.cluster().volumes().storageClass("manual")).isPresent();
        assertThat(view.cluster().volumes().csiNode("n")).isPresent();

        cache.put(new ClusterObject.Service("ns", "web", Map.of()));
        objects.stream()
                .map(ClusterObject::id)
                .filter(id -> id.kind() != ClusterObject.Kind.SERVICE)
                .forEach(cache::remove);
        cache.refresh(view);
        assertThat(view.cluster().namespaceLabels("ns")).isEmpty();
        assertThat(view.cluster().serviceSelectors("ns")).isEmpty();
        assertThat(view.budgets()).isEmpty();
        assertThat(view.cluster().volumes().volume("v")).isEmpty();
        assertThat(view.cluster().volumes().claim(new ClaimKey("shop", "data"))).isEmpty();
        assertThat(view.cluster().volumes().storageClass("manual")).isEmpty();
        assertThat(view.cluster().volumes().csiNode("n")).isEmpty();
    }

    /** However the news came and however seldom it looked, it is what a view is that is told everything at once. */
    @Test
    void isTheSameAsOneMadeAnew() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ClusterCache told = new ClusterCache();
            ProfileView followed = new ProfileView();
            Map<String, ObservedPod> pods = new TreeMap<>();
            Set<String> nodes = new HashSet<>();
            for (int step = 0; step < 200; step++) {
                String node = "n" + random.nextInt(4);
                String name = "p" + random.nextInt(10);
                switch (random.nextInt(7)) {
                    case 0 -> {
                        told.put(Fixtures.observed(node(node, 1000 + random.nextInt(2))));
                        nodes.add(node);
                    }
                    case 1 -> {
                        told.remove(Fixtures.node(node));
                        nodes.remove(node);
                    }
                    case 2, 3 -> {
                        ObservedPod pod = identified(pod(name, 1 + random.nextInt(50), Map.of()), "uid-" + step);
                        ObservedPod placed =
                                random.nextBoolean() ? on(pod, node, PHASES.get(random.nextInt(PHASES.size()))) : pod;
                        told.put(placed);
                        pods.put(name, placed);
                    }
                    case 4 -> {
                        told.remove(key(name));
                        pods.remove(name);
                    }
                    default -> told.refresh(followed);
                }
            }
            told.refresh(followed);
            ClusterState anew = new ClusterState();
            nodes.forEach(node ->
                    anew.putNode(followed.cluster().node(node).orElseThrow().spec()));
            pods.values().stream().filter(pod -> pod.facts().occupies()).forEach(pod -> anew.putPod(pod.info()));

            assertThat(followed.cluster().nodes()).hasSameSizeAs(nodes);
            for (NodeInfo expected : anew.nodes()) {
                NodeInfo found = followed.cluster().node(expected.name()).orElseThrow();
                assertThat(found.requested()).as("seed %d", seed).isEqualTo(expected.requested());
                assertThat(found.pods()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected.pods());
            }
        }
    }

    private long requested(String node) {
        return view.cluster().node(node).orElseThrow().requested().milliCpu();
    }

    private static ObservedPod on(ObservedPod pod, String node, Phase phase) {
        return InMemoryCluster.withState(
                pod, new PodState(Optional.of(Fixtures.node(node)), phase, false, phase == Phase.RUNNING));
    }

    private static ObservedPod identified(ObservedPod pod, String uid) {
        return InMemoryCluster.withUid(pod, new Uid(uid));
    }
}
