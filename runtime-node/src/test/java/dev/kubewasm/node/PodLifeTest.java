package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.failure.Trap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Pod from its deletion to its end, and across agents. */
class PodLifeTest {
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod pod(String name, String image, String restartPolicy) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/" + image + ":v1", Map.of()))
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .build();
    }

    @Test
    void aPodBeingDeletedIsStoppedAndThenRemoved() {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();
        ComponentInstance instance = node.instance("counter");

        node.beginDeletion("counter", 30);
        node.reconcile();

        assertThat(instance.isGone()).isTrue();
        assertThat(node.isBound("counter")).isFalse();
    }

    @Test
    void aPodThatIsAlreadyBeingDeletedWhenItIsSeenFirstNeverStarts() {
        node.bind(pod("counter", "counter", "Always"));
        node.beginDeletion("counter", 30);

        node.reconcile();

        assertThat(node.isBound("counter")).isFalse();
        assertThat(node.log("counter")).isEmpty();
    }

    @Test
    void aNewAgentStartsWhatTheOldOneRan() {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();
        String start = node.status("counter").getStartTime();

        node.pass(Duration.ofMinutes(1));
        node.replaceAgent();
        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
        assertThat(node.status("counter").getStartTime()).isEqualTo(start);
        assertThat(node.container("counter").getRestartCount()).isEqualTo(1);
        assertThat(node.container("counter").getLastState().getTerminated().getReason())
                .isEqualTo("NodeAgentRestarted");
        assertThat(node.container("counter").getLastState().getTerminated().getExitCode())
                .isEqualTo(137);
    }

    @Test
    void aPodCanBeCalledWhileItsStatusIsReported() {
        List<Map<String, ComponentInstance>> found = new ArrayList<>();
        node.bind(pod("counter", "counter", "Always"));
        node.whileToldAStatus(
                () -> found.add(CompletableFuture.supplyAsync(() -> node.agent().instances(TestNode.key("counter")))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join()));

        node.reconcile();

        assertThat(found).singleElement().extracting(Map::keySet).isEqualTo(Set.of("counter"));
    }

    @Test
    void whatRanAndIsNotToBeRestartedHasFailed() {
        node.bind(pod("job", "spins", "Never"));
        node.reconcile();

        node.replaceAgent();
        node.reconcile();

        assertThat(node.phase("job")).isEqualTo("Failed");
        assertThat(node.container("job").getState().getTerminated().getReason()).isEqualTo("NodeAgentRestarted");
    }

    @ParameterizedTest
    @CsvSource({"succeeds, Succeeded", "errs, Failed"})
    void whatHasEndedForGoodIsNotRunAgain(String image, String phase) {
        node.bind(pod("job", image, "Never"));
        node.runCommands();
        String log = node.log("job");

        node.replaceAgent();
        node.reconcile();

        assertThat(node.phase("job")).isEqualTo(phase);
        assertThat(node.container("job").getRestartCount()).isZero();
        assertThat(node.log("job")).isEqualTo(log);
        assertThat(node.agent().commands()).isEmpty();
    }

    @Test
    void aRestartedContainersCountGoesOn() {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();
        assertThatThrownBy(() -> node.call("counter", "test:node/counter#fail", ""))
                .isInstanceOf(Trap.class);
        node.reconcile();

        node.replaceAgent();
        node.reconcile();

        assertThat(node.container("counter").getRestartCount()).isEqualTo(2);
    }

    @Test
    void theSecondTrapInARowWaits() {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> node.call("counter", "test:node/counter#fail", ""))
                    .isInstanceOf(Trap.class);
            node.reconcile();
        }
        assertThat(node.waiting("counter")).startsWith("CrashLoopBackOff: ");

        node.pass(Duration.ofSeconds(10));
        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
        assertThat(node.container("counter").getRestartCount()).isEqualTo(2);

        node.pass(Duration.ofMinutes(11));
        assertThatThrownBy(() -> node.call("counter", "test:node/counter#fail", ""))
                .isInstanceOf(Trap.class);
        node.reconcile();
        assertThat(node.ready("counter"))
                .as("what ran for long starts again at once")
                .isTrue();
    }

    @Test
    void aClusterThatHangsIsNotWaitedForByEachPodInTurn() {
        for (int i = 0; i < 5; i++) {
            node.bind(pod("counter-" + i, "counter", "Always"));
        }
        node.hang(Duration.ofSeconds(10));
        node.agent().reconcile();
        node.agent().reconcile();
        assertThat(node.asked()).isEqualTo(1);
        assertThat(node.agent().instances(TestNode.key("counter-4"))).hasSize(1);

        node.reachable(true);
        node.pass(Duration.ofSeconds(30));
        node.reconcile();

        for (int i = 0; i < 5; i++) {
            assertThat(node.ready("counter-" + i)).isTrue();
        }
    }

    @Test
    void aStatusThatTheClusterDidNotTakeIsReportedLater() {
        node.bind(pod("counter", "counter", "Always"));
        node.reachable(false);
        node.agent().reconcile();
        assertThat(node.agent().instances(TestNode.key("counter"))).hasSize(1);

        node.reachable(true);
        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
    }
}
