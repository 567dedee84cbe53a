package dev.kubewasm.placement.audit;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.DisruptionBudget.Limit;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Move;
import dev.kubewasm.placement.result.RebalancePlan.Step;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.placement.wiring.Wirer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each fault that a plan may have is found. */
class RebalanceAuditTest {
    private static final Pods API = replica("api", 1)
            .runs("main", component(List.of(), List.of("x:y/api")))
            .on("a");
    private static final Pods WEB = replica("web", 1)
            .runs("main", component(List.of("x:y/api"), List.of()))
            .on("a");
    private static final Snapshot CLUSTER = new Snapshot(
            List.of(
                    node("a").cpu(1500).build(),
                    node("b").cpu(1100).build(),
                    node("c").taint("k", "v", Taint.Effect.NO_SCHEDULE).build()),
            List.of(
                    API.build(),
                    WEB.build(),
                    replica("big", 1).cpu(900).on("b").build(),
                    replica("small", 1).cpu(700).on("a").build(),
                    pod("bare").on("a").build()));

    private static Move move(String pod, String from, String to) {
        return new Move(key(pod), new NodeName(from), new NodeName(to), DecidedWiring.of(Map.of()));
    }

    private static Move provider(String to) {
        return new Move(key("api-1"), new NodeName("a"), new NodeName(to), wiring(Map.of()));
    }

    private static Move consumer(String to) {
        WiredImport api = new WiredImport.Provider(API.build().workload(), Optional.of(key("api-1")));
        return new Move(key("web-1"), new NodeName("a"), new NodeName(to), wiring(Map.of("x:y/api", api)));
    }

    private static DecidedWiring wiring(Map<String, WiredImport> imports) {
        return DecidedWiring.of(Map.of("main", DecidedWiring.ContainerWiring.of(Optional.empty(), imports)));
    }

    private static List<Violation> audit(List<DisruptionBudget> budgets, Move... step) {
        return audit(CLUSTER, budgets, step);
    }

    private static List<Violation> audit(Snapshot snapshot, Move... step) {
        return audit(snapshot, List.of(), step);
    }

    private static List<Violation> audit(Snapshot snapshot, List<DisruptionBudget> budgets, Move... step) {
        return RebalanceAudit.audit(
                snapshot,
                Wirer.wire(snapshot),
                budgets,
                new RebalancePlan(Score.PERFECT, List.of(new Step(List.of(step), 0, 0, List.of(), Score.PERFECT))));
    }

    @Test
    void aPodThatIsElsewhereOrCantComeBackIsNotMovable() {
        assertThat(audit(List.of(), move("small-1", "b", "a")))
                .containsExactly(new Violation.NotMovable(key("small-1"), "it isn't on b"));
        assertThat(audit(List.of(), move("bare", "a", "b")))
                .containsExactly(new Violation.NotMovable(key("bare"), "nobody makes it again"));
        assertThat(audit(List.of(), move("stranger", "a", "b")))
                .containsExactly(new Violation.NotMovable(key("stranger"), "it isn't there"));
    }

    @Test
    void whereThereIsNoRoomIsFound() {
        assertThat(audit(List.of(), move("small-1", "a", "b")))
                .singleElement()
                .isInstanceOf(Violation.OverCapacity.class);
        assertThat(audit(List.of(), move("small-1", "a", "b"), move("big-1", "b", "a")))
                .isEmpty();
    }

    @Test
    void aNodeThatDoesntTakeThePodIsFound() {
        assertThat(audit(List.of(), move("small-1", "a", "c")))
                .singleElement()
                .isInstanceOf(Violation.NodeRefuses.class);
    }

    @Test
    void aConsumerThatIsLeftIsFound() {
        assertThat(audit(List.of(), provider("b")))
                .containsExactly(new Violation.ConsumerLeft(key("web-1"), new NodeName("a"), "x:y/api"));
    }

    @Test
    void aConsumerWithoutItsProviderIsFound() {
        assertThat(audit(List.of(), consumer("b"))).singleElement().isInstanceOf(Violation.BadWiring.class);
        assertThat(audit(List.of(), provider("b"), consumer("b"))).isEmpty();
    }

    /** A provider that isn't Ready serves nobody. */
    @Test
    void aConsumerWhoseOnlyOtherProviderIsntReadyIsFound() {
        Pods failing = replica("api", 2).runs("main", component(List.of(), List.of("x:y/api")));
        PodState unready = new PodState(Optional.of(new NodeName("a")), PodState.Phase.RUNNING, false, false);
        Snapshot left = CLUSTER.with(failing.state(unready).build());
        assertThat(audit(left, provider("b")))
                .containsExactly(new Violation.ConsumerLeft(key("web-1"), new NodeName("a"), "x:y/api"));

        PodState elsewhere = new PodState(Optional.of(new NodeName("b")), PodState.Phase.RUNNING, false, false);
        Snapshot sent = CLUSTER.with(failing.state(elsewhere).build());
        WiredImport api = new WiredImport.Provider(API.build().workload(), Optional.of(key("api-2")));
        Move web = new Move(key("web-1"), new NodeName("a"), new NodeName("b"), wiring(Map.of("x:y/api", api)));
        assertThat(audit(sent, web))
                .containsExactly(new Violation.ConsumerLeft(key("web-1"), new NodeName("b"), "x:y/api"));
    }

    @Test
    void anOverdrawnBudgetIsFound() {
        DisruptionBudget budget =
                new DisruptionBudget("shop", "most", LabelSelector.EVERYTHING, Limit.MAX_UNAVAILABLE, 1, false);

        assertThat(audit(List.of(budget), provider("b"), consumer("b")))
                .containsExactly(new Violation.TooManyEvicted(budget, 2, 1));
        assertThat(audit(List.of(budget, budget), consumer("b")))
                .containsExactly(new Violation.NotMovable(key("web-1"), "several budgets cover it"));
    }
}
