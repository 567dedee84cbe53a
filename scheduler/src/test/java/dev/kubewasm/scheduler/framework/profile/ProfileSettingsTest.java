package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.node;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.TestPod.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.AffinityTerm.Weighted;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the configuration makes of the rules. */
class ProfileSettingsTest {
    private final ClusterState cluster = new ClusterState();

    private Explanation explain(ProfileSettings settings, PodInfo pod) {
        return Explanation.of(settings, pod, cluster, List.of());
    }

    private static long score(Scores scores, String plugin, String node) {
        for (int i = 0; i < scores.nodes().size(); i++) {
            if (scores.nodes().get(i).name().equals(node)) {
                return scores.of(plugin, i);
            }
        }
        throw new AssertionError(node + " has no score");
    }

    @Test
    void onlyPluginsWithAWeightScore() {
        cluster.putNode(node("n", Map.of()));
        cluster.putNode(node("m", Map.of()));
        PodInfo pod = pod("a").cpu(100).memory(100).info();

        Scores scores = explain(TestSettings.weights(Map.of("NodeResourcesFit", 5)), pod)
                .scores()
                .orElseThrow();

        assertThat(scores.plugins()).containsExactly("NodeResourcesFit");
        long once = score(explain(ProfileSettings.DEFAULT, pod).scores().orElseThrow(), "NodeResourcesFit", "n");
        assertThat(score(scores, "NodeResourcesFit", "n")).isPositive().isEqualTo(5 * once);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSettings.weights(Map.of("Nothing", 1)))
                .withMessageContaining("there is no score plugin 'Nothing', known are ImageLocality");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSettings.weights(Map.of("ImageLocality", 0)))
                .withMessage("weight of ImageLocality is 0, must be 1 or more");
    }

    @Test
    void nodesNeedNotHaveWhatIsIgnored() {
        cluster.putNode(node("n", Map.of()));
        PodInfo pod = requesting("example.com/licence");

        assertThat(explain(ProfileSettings.DEFAULT, pod).nodes().get("n")).isInstanceOf(Status.Rejected.class);
        for (IgnoredResources ignored : List.of(
                new IgnoredResources(Set.of("example.com/licence"), Set.of()),
                new IgnoredResources(Set.of(), Set.of("example.com")))) {
            assertThat(explain(TestSettings.ignoring(ignored), pod).nodes()).containsEntry("n", Status.FITS);
        }
        assertThat(new IgnoredResources(Set.of("cpu", "hugepages-2Mi"), Set.of("kubernetes.io")))
                .as("resources of Kubernetes itself are none")
                .satisfies(ignored -> assertThat(List.of("cpu", "hugepages-2Mi", "kubernetes.io/batch-cpu"))
                        .noneMatch(ignored::ignores));
    }

    private static PodInfo requesting(String resource) {
        Amounts request = new Amounts(0, 0, 0, new TreeMap<>(Map.of(resource, 1L)));
        return pod("a").info().requesting(new PodRequest(request, 0, 0, request));
    }

    @Test
    void theListedDefaultsSpreadWhatAServiceSelects() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putNode(node("m", Map.of("zone", "b")));
        cluster.putNode(node("o", Map.of()));
        cluster.putPod(pod("1").label("app", "web").on("n").info());
        ProfileSettings hard = TestSettings.spread(new DefaultSpread(List.of(zone(true)), false));
        PodInfo second = pod("2").label("app", "web").info();
        assertThat(explain(hard, second).nodes().values())
                .as("nothing selects it")
                .containsOnly(Status.FITS);

        cluster.putService("shop", "web", Map.of("app", "web"));

        assertThat(explain(hard, second).nodes())
                .containsEntry("m", Status.FITS)
                .satisfies(nodes -> {
                    assertThat(nodes.get("n")).isInstanceOf(Status.Rejected.class);
                    assertThat(nodes.get("o")).as("no zone").isInstanceOf(Status.Rejected.class);
                });
        Scores soft = explain(TestSettings.spread(new DefaultSpread(List.of(zone(false)), false)), second)
                .scores()
                .orElseThrow();
        assertThat(score(soft, "PodTopologySpread", "m")).isGreaterThan(score(soft, "PodTopologySpread", "n"));
        assertThat(score(soft, "PodTopologySpread", "o"))
                .as("a node without the label doesn't count, other than by kube-scheduler's own defaults")
                .isZero();
    }

    private static SpreadConstraint zone(boolean hard) {
        return new SpreadConstraint(1, "zone", hard, LabelSelector.NOTHING, 1, true, false);
    }

    @Test
    void preferencesOfPlacedPodsMayBeIgnoredForThoseWithoutTheirOwn() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putNode(node("m", Map.of("zone", "b")));
        PodAffinity likesWeb =
                new PodAffinity(List.of(), List.of(), List.of(new Weighted(term("web", "zone"), 10)), List.of());
        cluster.putPod(pod("1").affinity(likesWeb).on("n").info());
        PodInfo web = pod("2").label("app", "web").info();

        assertThat(explain(ProfileSettings.DEFAULT, web).scores().orElseThrow().plugins())
                .contains("InterPodAffinity");
        assertThat(explain(TestSettings.ignoringPlacedPreferences(), web)
                        .scores()
                        .orElseThrow()
                        .plugins())
                .doesNotContain("InterPodAffinity");
    }
}
