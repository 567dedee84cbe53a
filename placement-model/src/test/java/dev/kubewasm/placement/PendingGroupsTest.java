package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A shop needs a catalog, which needs a store. */
class PendingGroupsTest {
    private static final NodeName NODE_1 = new NodeName("node-1");
    private static final NodeName NODE_2 = new NodeName("node-2");

    private final List<PodFacts> pods = new ArrayList<>();

    private static Pods shop() {
        return pod("shop").runs(component(List.of("a:b/catalog"), List.of()));
    }

    private static Pods catalog(int number) {
        return replica("catalog", number).runs(component(List.of("a:b/store"), List.of("a:b/catalog")));
    }

    private static Pods store() {
        return pod("store").runs(component(List.of(), List.of("a:b/store")));
    }

    private PendingGroups groups(String... pending) {
        Snapshot snapshot =
                new Snapshot(List.of(node("node-1").build(), node("node-2").build()), pods);
        return new Placer()
                .groups(snapshot, List.of(pending).stream().map(Pods::key).toList());
    }

    private static Optional<List<PodKey>> members(PendingGroups groups, NodeName node) {
        return groups.on(node, key("shop")).map(LinkGroup::members);
    }

    @Test
    void itsProvidersComeWithItWhereTheNodeLacksThem() {
        pods.addAll(
                List.of(shop().build(), catalog(1).build(), store().on("node-1").build()));
        PendingGroups groups = groups("shop", "catalog-1");

        assertThat(members(groups, NODE_1)).contains(List.of(key("catalog-1"), key("shop")));
        assertThat(groups.on(NODE_1, key("shop")).orElseThrow().hosts()).isEqualTo(Set.of(key("store")));
        assertThat(members(groups, NODE_2)).as("there is no second store").isEmpty();
        assertThat(groups.consumersFirst()).containsExactly(key("shop"), key("catalog-1"));
    }

    @Test
    void aReplicaOnTheNodeServesAndWhatItNeedsIsAHostToo() {
        pods.addAll(List.of(
                shop().build(),
                catalog(1).on("node-1").build(),
                catalog(2).build(),
                store().on("node-1").build()));
        PendingGroups groups = groups("shop", "catalog-2");

        assertThat(members(groups, NODE_1)).contains(List.of(key("shop")));
        assertThat(groups.on(NODE_1, key("shop")).orElseThrow().hosts())
                .isEqualTo(Set.of(key("catalog-1"), key("store")));
    }

    @Test
    void onlyThosePendingThatAreAskedAboutComeWithIt() {
        pods.addAll(List.of(shop().build(), catalog(1).build(), store().build()));

        assertThat(members(groups("shop"), NODE_1)).isEmpty();
        assertThat(members(groups("shop", "catalog-1", "store"), NODE_1))
                .contains(List.of(key("store"), key("catalog-1"), key("shop")));
    }

    @Test
    void aNodeThatDoesNotTakeAMemberTakesNoneOfTheGroup() {
        pods.addAll(List.of(
                shop().build(), catalog(1).build().withExcluded(Map.of(NODE_1, "says a rule")), store().build()));
        PendingGroups groups = groups("shop", "catalog-1", "store");

        assertThat(members(groups, NODE_1)).isEmpty();
        assertThat(members(groups, NODE_2)).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> groups.on(new NodeName("other"), key("shop")));
    }

    @Test
    void onePodThatNobodyServesIsNoGroup() {
        pods.add(shop().build());

        assertThat(members(groups("shop"), NODE_1)).isEmpty();
    }
}
