package dev.kubewasm.simulations.whatif;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.owned;
import static dev.kubewasm.simulations.Clusters.ownedBy;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.annotations.LinksAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChangesTest {
    private static final PodKey WEB = new PodKey("default", "web-1");

    private static Situation cluster() {
        return situation(
                List.of(node("a", 4, 8), node("b", 4, 8)),
                List.of(bound(owned(pod("web-1", 500, 100), "web"), "a"), bound(pod("bare", 500, 100), "a")));
    }

    private static Placement place(Situation situation, Strategies strategy) {
        return strategy.make(PlacementSettings.DEFAULT).place(situation, 0, Progress.NONE);
    }

    /** In the facts and in kube-scheduler's view: whatever the strategy, the node isn't there. */
    @ParameterizedTest
    @EnumSource
    void whatRanOnANodeThatIsNotThereWantsAnother(Strategies strategy) {
        Situation changed = Changes.apply(new Change.WithoutNodes(Set.of(new NodeName("a"))), cluster());

        assertThat(changed.pending()).containsExactly(WEB);
        assertThat(changed.snapshot().pods()).containsOnlyKeys(WEB);
        assertThat(place(changed, strategy).nodes()).containsEntry(WEB, new NodeName("b"));
    }

    /** They went with their node, and another of the kind has its own; nobody waits for a node that isn't there. */
    @Test
    void podsOfDaemonSetsBelongToTheirNodes() {
        Situation situation = situation(
                List.of(node("a", 4, 8), node("b", 4, 8)),
                List.of(
                        bound(ownedBy(pod("agent-1", 500, 100), "DaemonSet", "agent"), "a"),
                        bound(ownedBy(pod("proxy-a", 500, 100), "Node", "a"), "a")));

        Situation without = Changes.apply(new Change.WithoutNodes(Set.of(new NodeName("a"))), situation);
        Situation more = Changes.apply(new Change.MoreNodes(new NodeName("a"), 1), situation);

        assertThat(without.pending()).isEmpty();
        assertThat(without.snapshot().pods()).isEmpty();
        assertThat(without.view().pods()).isEmpty();
        assertThat(more.snapshot().podsOn(new NodeName("a-more-1"))).hasSize(2);
        assertThat(more.view().pods().get(new PodKey("default", "agent-1-a-more-1")))
                .isNotNull()
                .extracting(info -> info.node().orElseThrow())
                .isEqualTo("a-more-1");
    }

    @ParameterizedTest
    @EnumSource
    void moreNodesHaveRoom(Strategies strategy) {
        Situation full = situation(
                List.of(node("a", 1, 8)),
                List.of(bound(pod("old", 900, 100), "a"), owned(pod("web-1", 500, 100), "web")));

        assertThat(place(full, strategy).nodes()).isEmpty();
        assertThat(place(Changes.apply(new Change.MoreNodes(new NodeName("a"), 1), full), strategy)
                        .nodes())
                .containsEntry(WEB, new NodeName("a-more-1"));
    }

    @ParameterizedTest
    @EnumSource
    void smallerNodesHaveLessAndSmallerPodsTakeLess(Strategies strategy) {
        Situation situation = situation(List.of(node("a", 4, 8)), List.of(owned(pod("web-1", 1_500, 100), "web")));
        Situation smaller =
                Changes.apply(new Change.NodeShape(Optional.of(1_000L), Optional.empty(), Optional.empty()), situation);
        PodFacts web = smaller.snapshot().pod(WEB).orElseThrow();
        Situation asComponent = Changes.apply(
                new Change.Requests(Optional.of(web.workload()), Optional.of(100L), Optional.of(8L << 20)), smaller);

        assertThat(place(situation, strategy).nodes()).hasSize(1);
        assertThat(place(smaller, strategy).nodes()).isEmpty();
        assertThat(place(asComponent, strategy).nodes()).hasSize(1);
        assertThat(asComponent.snapshot().pod(WEB).orElseThrow().requests()).isEqualTo(Resources.of(100, 8L << 20));
        assertThat(smaller.snapshot()
                        .node(new NodeName("a"))
                        .orElseThrow()
                        .allocatable()
                        .get(ResourceName.MEMORY))
                .isEqualTo(8L << 30);
    }

    /** Of all workloads, and of each node: a Pod too many is left over. */
    @ParameterizedTest
    @EnumSource
    void nodesThatTakeFewerPodsTakeFewer(Strategies strategy) {
        Situation situation = situation(
                List.of(node("a", 4, 8)),
                List.of(owned(pod("web-1", 3_000, 100), "web"), owned(pod("api-1", 3_000, 100), "api")));
        Situation small =
                Changes.apply(new Change.Requests(Optional.empty(), Optional.of(10L), Optional.empty()), situation);

        assertThat(place(small, strategy).nodes()).hasSize(2);
        assertThat(place(
                                Changes.apply(
                                        new Change.NodeShape(Optional.empty(), Optional.empty(), Optional.of(1L)),
                                        small),
                                strategy)
                        .nodes())
                .hasSize(1);
    }

    @Test
    void linksAreOfThePolicyAsked() {
        Situation changed = Changes.apply(links(Optional.empty(), "preferred"), cluster());

        assertThat(changed.snapshot().pods().values())
                .allSatisfy(pod -> assertThat(pod.links().policies().general()).isEqualTo(LinkPolicy.PREFERRED));
    }

    /** The other workload's links are as they were. */
    @Test
    void linksOfOneWorkloadAreOfThePolicyAsked() {
        Situation cluster = cluster();
        WorkloadRef web = cluster.snapshot().pod(WEB).orElseThrow().workload();

        Situation changed = Changes.apply(links(Optional.of(web), "none"), cluster);

        assertThat(changed.snapshot().pod(WEB).orElseThrow().links().policies().general())
                .isEqualTo(LinkPolicy.NONE);
        assertThat(changed.snapshot()
                        .pod(new PodKey("default", "bare"))
                        .orElseThrow()
                        .links())
                .isEqualTo(LinkSettings.DEFAULT);
    }

    /** The other imports are as they were, unless it says something of all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required | a:b/c=none | none | required",
                "required | a:b/*=none | none | none",
                "a:b/d=none | a:b/c=preferred | preferred | none",
                "a:b/c@1.0.0=none,*=preferred | a:b/c=required | required | preferred",
                "a:b/*=none | a:b/c=preferred | preferred | none",
                "a:b/c=none | a:b/d=none,*=preferred | preferred | none",
                "a:b/c=none,a:b/d=none | preferred | preferred | preferred",
            })
    void linksOfOneInterfaceAreOfThePolicyAsked(String before, String asked, String ofC, String ofD) {
        Situation given = Changes.apply(links(Optional.empty(), before), cluster());

        LinkPolicies now = Changes.apply(links(Optional.empty(), asked), given)
                .snapshot()
                .pod(WEB)
                .orElseThrow()
                .links()
                .policies();

        assertThat(now.of(InterfaceName.parse("a:b/c@1.0.0").orElseThrow()).text())
                .isEqualTo(ofC);
        assertThat(now.of(InterfaceName.parse("a:b/d@1.0.0").orElseThrow()).text())
                .isEqualTo(ofD);
    }

    private static Change links(Optional<WorkloadRef> workload, String policies) {
        return new Change.Links(
                workload,
                LinksAnnotation.parse(policies) instanceof Parsed.Valid<LinkPolicies>(LinkPolicies read)
                        ? read
                        : LinkPolicies.DEFAULT);
    }
}
