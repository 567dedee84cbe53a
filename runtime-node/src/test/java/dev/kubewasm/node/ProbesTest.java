package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Probes that call exported functions. */
class ProbesTest {
    private static final String GOOD = "test:node/counter#next";
    private static final String MISSING = "test:node/counter#health";

    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private static Probe probe(String function, UnaryOperator<ProbeBuilder> with) {
        return with.apply(new ProbeBuilder().withNewExec().withCommand(function).endExec())
                .build();
    }

    private void bind(UnaryOperator<ContainerBuilder> with) {
        Pod pod = node.pod("counter", "registry.example.com/test/counter:v1", Map.of());
        node.bind(new PodBuilder(pod)
                .editSpec()
                .withContainers(with.apply(new ContainerBuilder(
                                pod.getSpec().getContainers().getFirst()))
                        .build())
                .endSpec()
                .build());
        node.reconcile();
    }

    @Test
    void readinessIsFalseUntilTheProbePasses() {
        bind(c -> c.withReadinessProbe(probe(GOOD, p -> p.withInitialDelaySeconds(5))));
        assertThat(node.phase("counter")).isEqualTo("Running");
        assertThat(node.ready("counter")).isFalse();
        assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(5));

        node.pass(Duration.ofSeconds(5));
        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
        assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(10));
    }

    @Test
    void aReadinessProbeThatFailsEndsNothing() {
        bind(c -> c.withReadinessProbe(probe(MISSING, p -> p.withPeriodSeconds(1))));

        for (int i = 0; i < 10; i++) {
            node.pass(Duration.ofSeconds(1));
            node.reconcile();
        }

        assertThat(node.ready("counter")).isFalse();
        assertThat(node.container("counter").getRestartCount()).isZero();
    }

    @Test
    void aLivenessProbeThatFailsAsOftenAsItMayRestartsTheContainer() {
        bind(c -> c.withLivenessProbe(probe(MISSING, p -> p.withPeriodSeconds(2).withFailureThreshold(3))));
        node.pass(Duration.ofSeconds(2));
        node.reconcile();
        assertThat(node.ready("counter")).isTrue();

        node.pass(Duration.ofSeconds(2));
        node.reconcile();

        assertThat(node.container("counter").getRestartCount()).isEqualTo(1);
        assertThat(node.container("counter").getLastState().getTerminated().getMessage())
                .startsWith("its liveness probe failed: the component exports no function `" + MISSING
                        + "`; it exports test:node/counter#next");
        assertThat(node.container("counter").getLastState().getTerminated().getExitCode())
                .isEqualTo(137);
    }

    @Test
    void theOthersWaitForTheStartupProbe() {
        bind(c -> c.withStartupProbe(probe(GOOD, p -> p.withInitialDelaySeconds(3)))
                .withLivenessProbe(probe(MISSING, p -> p.withFailureThreshold(1))));
        assertThat(node.container("counter").getStarted()).isFalse();
        assertThat(node.container("counter").getRestartCount()).isZero();

        node.pass(Duration.ofSeconds(3));
        node.agent().reconcile();
        node.agent().reconcile();

        assertThat(node.container("counter").getRestartCount())
                .as("liveness counts now")
                .isEqualTo(1);
    }

    @Test
    void theHookBeforeTheStopIsCalled() {
        bind(c -> c.withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("test:node/counter#fail")
                .endExec()
                .endPreStop()
                .endLifecycle());
        var instance = node.instance("counter");

        node.beginDeletion("counter", 30);
        node.reconcile();

        assertThat(instance.endedBy()).as("the hook trapped").isPresent();
        assertThat(node.isBound("counter")).isFalse();
    }
}
