package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.ComponentInstance;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Components that compute without end, on a node that does what takes long in the background. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunawayTest {
    private final TestNode node = TestNode.inBackground();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod pod(String name, String image, Map<String, WiredImport> providers) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/" + image + ":v1", providers))
                .editSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(0L)
                .endSpec()
                .build();
    }

    /** A command that is in a call of a reactor that never returns. */
    private void callsTheStuckOne(Pod stuck) {
        node.bind(stuck);
        node.bind(pod("bystander", "counter", Map.of()));
        node.reconcileUntil(() -> node.ready("stuck"));
        long idle = node.instance("stuck").memoryBytes();
        node.bind(pod(
                "caller",
                "calls",
                Map.of(
                        "test:node/counter",
                        new WiredImport.Provider(
                                new WorkloadRef(TestNode.NAMESPACE, "Pod", "stuck", TestNode.uid("stuck")),
                                Optional.of(TestNode.key("stuck"))))));
        // A call counts before it is in there.
        node.reconcileUntil(() -> node.instance("stuck").memoryBytes() > idle);
    }

    private void assertTheCallWasEnded() {
        ContainerStateTerminated end = node.container("caller").getState().getTerminated();
        assertThat(end.getExitCode()).isEqualTo(1);
        assertThat(end.getMessage()).startsWith("it trapped: ").contains("interrupted");
    }

    @Test
    void aStartThatNeverEndsHoldsUpNobody() {
        node.bind(pod("slow", "spins-at-start", Map.of()));
        node.bind(pod("counter", "counter", Map.of()));
        node.bind(pod("job", "succeeds", Map.of()));

        node.reconcileUntil(() -> node.ready("counter") && node.phase("job").equals("Succeeded"));

        assertThat(node.waiting("slow")).isEqualTo("ContainerCreating: its component is being instantiated");
        node.beginDeletion("slow", 0);
        node.reconcileUntil(() -> !node.isBound("slow"));
    }

    @Test
    void aStartThatTakesTooLongIsEnded() {
        try (TestNode hasty = TestNode.starting(Duration.ofMillis(50))) {
            hasty.bind(pod("slow", "spins-at-start", Map.of()));

            hasty.reconcile();

            assertThat(hasty.phase("slow")).isEqualTo("Failed");
            assertThat(hasty.container("slow").getState().getTerminated().getMessage())
                    .contains("longer than its deadline of PT0.05S");
        }
    }

    @Test
    void aContainerThatItsLivenessProbeEndsIsLeftByWhoeverIsInIt() {
        callsTheStuckOne(new PodBuilder(pod("stuck", "stuck", Map.of()))
                .editSpec()
                .withRestartPolicy("Always")
                .editFirstContainer()
                .withNewLivenessProbe()
                .withNewExec()
                .withCommand("test:node/counter#missing")
                .endExec()
                .withFailureThreshold(1)
                .withInitialDelaySeconds(600)
                .endLivenessProbe()
                .endContainer()
                .endSpec()
                .build());
        ComponentInstance bystander = node.instance("bystander");

        node.reconcileUntil(() -> {
            // Each time the probe fails; the call may come to the next instance.
            node.pass(Duration.ofMinutes(20));
            return node.phase("caller").equals("Failed");
        });

        assertTheCallWasEnded();
        node.reconcileUntil(() -> node.container("stuck").getRestartCount() > 0);
        assertThat(node.instance("bystander")).isSameAs(bystander);
    }

    @Test
    void aPodWhoseGraceIsOverIsLeftByWhoeverIsInIt() {
        callsTheStuckOne(pod("stuck", "stuck", Map.of()));
        ComponentInstance stuck = node.instance("stuck");
        node.beginDeletion("stuck", 600);
        node.agent().reconcile();
        assertThat(stuck.isGone()).isFalse();
        assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(600));

        node.pass(Duration.ofMinutes(10));
        node.reconcileUntil(() -> node.phase("caller").equals("Failed"));

        assertTheCallWasEnded();
        assertThat(node.isBound("stuck")).isFalse();
        assertThat(stuck.isGone()).isTrue();
    }

    @Test
    void theGraceOfADeletionCanBeShortened() {
        callsTheStuckOne(pod("stuck", "stuck", Map.of()));
        node.beginDeletion("stuck", 3600);
        node.agent().reconcile();
        assertThat(node.isBound("stuck")).isTrue();

        node.beginDeletion("stuck", 1);
        node.agent().reconcile();
        assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(1));
        node.pass(Duration.ofSeconds(1));
        node.reconcileUntil(() -> node.phase("caller").equals("Failed"));

        assertThat(node.isBound("stuck")).isFalse();
    }

    @Test
    void aPodDeletedByForceIsLeftByWhoeverIsInIt() {
        callsTheStuckOne(pod("stuck", "stuck", Map.of()));
        node.beginDeletion("stuck", 3600);
        node.agent().reconcile();

        node.delete("stuck");
        node.reconcileUntil(() -> node.phase("caller").equals("Failed"));

        assertTheCallWasEnded();
    }
}
