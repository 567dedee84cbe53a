package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.DisruptionBudget.Limit;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Step;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.SoftConstraint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebalancerTest {
    /** Nothing but what the test is about. */
    private static RebalanceSettings weighing(Map<SoftConstraint, Long> weights) {
        Map<SoftConstraint, Long> all = new java.util.EnumMap<>(SoftConstraint.class);
        Arrays.stream(SoftConstraint.values()).forEach(constraint -> all.put(constraint, 0L));
        all.put(SoftConstraint.DISRUPTION, 500L);
        all.putAll(weights);
        return new RebalanceSettings(
                new PlacementSettings(1, 1000, Duration.ofMinutes(1), new ConstraintWeights(all)), 100);
    }

    private static final RebalanceSettings LINKS = weighing(Map.of(SoftConstraint.PREFERRED_LINK, 1000L));

    private static final RebalanceSettings FEW_NODES = weighing(Map.of(SoftConstraint.NODE_IN_USE, 10_000L));

    private static RebalancePlan plan(
            RebalanceSettings settings, List<DisruptionBudget> budgets, List<Nodes> nodes, Pods... pods) {
        Snapshot snapshot = new Snapshot(
                nodes.stream().map(Nodes::build).toList(),
                Arrays.stream(pods).map(Pods::build).toList());
        return new Rebalancer().plan(snapshot, Set.copyOf(snapshot.pods().keySet()), budgets, settings);
    }

    private static Pods provider(String name) {
        return replica(name, 1).label("app", name).runs(component(List.of(), List.of("x:y/" + name)));
    }

    private static Pods consumer(String name, String provider, LinkPolicy policy) {
        return replica(name, 1)
                .label("app", name)
                .runs(component(List.of("x:y/" + provider), List.of()))
                .policies(new LinkPolicies(Map.of(), policy));
    }

    private static DisruptionBudget budget(String app, Limit limit, int value) {
        return new DisruptionBudget("shop", app, selecting(app), limit, value, false);
    }

    private static LabelSelector selecting(String app) {
        return new LabelSelector(
                List.of(new LabelSelector.Requirement("app", LabelSelector.Operator.IN, List.of(app))));
    }

    @Test
    void aConsumerGoesToItsProvider() {
        RebalancePlan plan = plan(
                LINKS,
                List.of(),
                List.of(node("a"), node("b")),
                provider("api").on("a"),
                consumer("web", "api", LinkPolicy.PREFERRED).on("b"));

        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.moves()).hasSize(1);
            assertThat(step.gain()).isEqualTo(1000);
            assertThat(step.price()).isEqualTo(500);
            assertThat(step.why()).containsExactly(new RebalancePlan.Part("preferredLink", 1000, 0));
        });
        assertThat(plan.before().soft()).isEqualTo(-1000);
        assertThat(plan.after().soft()).isEqualTo(-500);
    }

    /** It would take the only Ready provider from a consumer, to part two replicas. */
    @Test
    void aProviderBesideOneThatIsntReadyStays() {
        PodState unready = new PodState(Optional.of(new NodeName("a")), PodState.Phase.RUNNING, false, false);
        Pods second = replica("api", 2).label("app", "api").runs(component(List.of(), List.of("x:y/api")));
        RebalanceSettings spread = weighing(Map.of(SoftConstraint.WORKLOAD_SPREAD, 10_000L));
        List<Nodes> nodes = List.of(node("a"), node("b"));
        Pods first = provider("api").on("a");
        Pods web = consumer("web", "api", LinkPolicy.REQUIRED).on("a");

        assertThat(plan(spread, List.of(), nodes, first, second.state(unready), web)
                        .steps())
                .isEmpty();
        assertThat(plan(spread, List.of(), nodes, first, second.on("a"), web).steps())
                .as("both Ready")
                .hasSize(1);
    }

    @Test
    void aMoveThatCostsMoreThanItGainsIsntMade() {
        RebalancePlan plan = plan(
                weighing(Map.of(SoftConstraint.PREFERRED_LINK, 499L)),
                List.of(),
                List.of(node("a"), node("b")),
                provider("api").on("a"),
                consumer("web", "api", LinkPolicy.PREFERRED).on("b"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.after()).isEqualTo(plan.before());
    }

    @Test
    void whatRequiresEachOtherIsEvictedTogether() {
        RebalancePlan plan = plan(
                FEW_NODES,
                List.of(),
                List.of(node("a").cpu(300), node("b").cpu(1000)),
                provider("api").on("a"),
                consumer("web", "api", LinkPolicy.REQUIRED).on("a"),
                replica("other", 1).cpu(800).on("b"));

        assertThat(plan.steps()).singleElement().satisfies(step -> assertThat(pods(step))
                .containsExactlyInAnyOrder(key("api-1"), key("web-1")));
    }

    @Test
    void aProviderWhoseConsumerMustStayStays() {
        RebalancePlan plan = plan(
                FEW_NODES,
                List.of(),
                List.of(node("a"), node("b")),
                provider("api").on("a"),
                pod("web").runs(component(List.of("x:y/api"), List.of())).on("a"),
                replica("other", 1).on("b"));

        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(pods(step)).containsExactly(key("other-1"));
            assertThat(step.moves().getFirst().to()).isEqualTo(new NodeName("a"));
        });
    }

    @Test
    void twoThatHaveNoRoomBesideEachOtherChangePlaces() {
        RebalancePlan plan = plan(
                LINKS,
                List.of(),
                List.of(node("a").cpu(1000), node("b").cpu(1000)),
                pod("api")
                        .cpu(300)
                        .runs(component(List.of(), List.of("x:y/api")))
                        .on("a"),
                pod("db").cpu(300).runs(component(List.of(), List.of("x:y/db"))).on("b"),
                consumer("web", "api", LinkPolicy.PREFERRED).cpu(700).on("b"),
                consumer("jobs", "db", LinkPolicy.PREFERRED).cpu(700).on("a"));

        assertThat(plan.steps()).singleElement().satisfies(step -> assertThat(pods(step))
                .containsExactlyInAnyOrder(key("web-1"), key("jobs-1")));
        assertThat(plan.after().soft()).isEqualTo(-1000);
    }

    @Test
    void whatComesFirstMakesRoomForWhatComesNext() {
        RebalancePlan plan = plan(
                LINKS,
                List.of(),
                List.of(node("a").cpu(1000), node("b").cpu(1000), node("c").cpu(1000)),
                pod("api")
                        .cpu(300)
                        .runs(component(List.of(), List.of("x:y/api")))
                        .on("a"),
                pod("db").cpu(300).runs(component(List.of(), List.of("x:y/db"))).on("c"),
                consumer("jobs", "db", LinkPolicy.PREFERRED).cpu(700).on("a"),
                consumer("web", "api", LinkPolicy.PREFERRED).cpu(700).on("b"));

        assertThat(plan.steps())
                .extracting(RebalancerTest::pods)
                .containsExactly(List.of(key("jobs-1")), List.of(key("web-1")));
    }

    @Test
    void aBudgetThatAllowsNoEvictionKeepsItsPods() {
        assertThat(plan(
                                LINKS,
                                List.of(budget("web", Limit.MIN_AVAILABLE, 1)),
                                List.of(node("a"), node("b")),
                                pod("api")
                                        .runs(component(List.of(), List.of("x:y/api")))
                                        .on("a"),
                                consumer("web", "api", LinkPolicy.PREFERRED).on("b"))
                        .steps())
                .isEmpty();
    }

    @Test
    void aBudgetLimitsHowManyAreEvictedAtOnce() {
        Pods[] pods = {
            provider("api").label("tier", "x").on("a"),
            consumer("web", "api", LinkPolicy.REQUIRED).label("tier", "x").on("a"),
            replica("other", 1).on("b"),
            replica("other", 2).on("b"),
            replica("other", 3).on("b")
        };
        List<Nodes> nodes = List.of(node("a"), node("b").cpu(3000));
        LabelSelector both = new LabelSelector(
                List.of(new LabelSelector.Requirement("tier", LabelSelector.Operator.EXISTS, List.of())));
        DisruptionBudget one = new DisruptionBudget("shop", "x", both, Limit.MAX_UNAVAILABLE, 1, false);
        DisruptionBudget two = new DisruptionBudget("shop", "x", both, Limit.MAX_UNAVAILABLE, 2, false);

        assertThat(plan(FEW_NODES, List.of(two), nodes, pods).moves()).isEqualTo(2);
        assertThat(plan(FEW_NODES, List.of(one), nodes, pods).steps())
                .allSatisfy(step -> assertThat(step.moves()).hasSize(1));
    }

    @Test
    void percentagesAreRoundedUp() {
        DisruptionBudget most =
                new DisruptionBudget("shop", "x", LabelSelector.EVERYTHING, Limit.MIN_AVAILABLE, 50, true);
        DisruptionBudget some =
                new DisruptionBudget("shop", "x", LabelSelector.EVERYTHING, Limit.MAX_UNAVAILABLE, 30, true);

        assertThat(most.allowed(7, 7)).isEqualTo(3);
        assertThat(most.allowed(7, 3)).isZero();
        assertThat(some.allowed(7, 7)).isEqualTo(3);
        assertThat(some.allowed(7, 5)).isEqualTo(1);
    }

    @Test
    void aBudgetThatIsNoneIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget("web", Limit.MIN_AVAILABLE, -1))
                .withMessageContaining("PodDisruptionBudget shop/web has a limit of -1");
    }

    @Test
    void whatCantComeBackStays() {
        Pods bare = pod("bare").runs(component(List.of("x:y/api"), List.of()));
        Pods unready = consumer("unready", "api", LinkPolicy.PREFERRED)
                .state(new PodState(Optional.of(new NodeName("b")), PodState.Phase.RUNNING, false, false));
        Pods leaving = consumer("leaving", "api", LinkPolicy.PREFERRED)
                .state(new PodState(Optional.of(new NodeName("b")), PodState.Phase.RUNNING, true, true));

        RebalancePlan plan = plan(
                LINKS,
                List.of(),
                List.of(node("a"), node("b")),
                provider("api").on("a"),
                bare.policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED)).on("b"),
                unready,
                leaving);

        assertThat(plan.steps()).allSatisfy(step -> assertThat(pods(step)).containsExactly(key("api-1")));
    }

    @Test
    void nodesThatDontTakeAPodArentItsDestination() {
        assertThat(plan(
                                LINKS,
                                List.of(),
                                List.of(node("a").taint("k", "v", Taint.Effect.NO_SCHEDULE), node("b")),
                                pod("api")
                                        .runs(component(List.of(), List.of("x:y/api")))
                                        .on("a"),
                                consumer("web", "api", LinkPolicy.PREFERRED).on("b"))
                        .steps())
                .isEmpty();
    }

    @Test
    void anUnknownPodIsAnError() {
        Snapshot snapshot = new Snapshot(List.of(node("a").build()), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Rebalancer().plan(snapshot, Set.of(key("stranger")), List.of(), RebalanceSettings.DEFAULT))
                .withMessageContaining("the snapshot has no Pod shop/stranger");
    }

    private static List<PodKey> pods(Step step) {
        return step.moves().stream().map(RebalancePlan.Move::pod).toList();
    }
}
