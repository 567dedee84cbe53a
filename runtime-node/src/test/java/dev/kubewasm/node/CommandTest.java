package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Components that export {@code wasi:cli/run}: they run to completion. */
class CommandTest {
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod command(String image, String restartPolicy) {
        return new PodBuilder(node.pod("job", "registry.example.com/test/" + image + ":v1", Map.of()))
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .build();
    }

    @Test
    void aPoolOfCommandsIsRefused() {
        node.bind(new PodBuilder(command("succeeds", "Never"))
                .editMetadata()
                .addToAnnotations("kube-wasm/instances", "2")
                .endMetadata()
                .build());

        node.runCommands();

        assertThat(node.waiting("job")).contains("a command runs once and serves nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "succeeds, Never,     Succeeded, 0, Completed, ",
        "succeeds, OnFailure, Succeeded, 0, Completed, ",
        "errs,     Never,     Failed,    1, Error, its run returned an error",
        "traps,    Never,     Failed,    1, Error, it trapped: "
    })
    void aCommandThatIsNotRestartedEndsThePod(
            String image, String restartPolicy, String phase, int exitCode, String reason, @Nullable String message) {
        node.bind(command(image, restartPolicy));

        node.runCommands();

        assertThat(node.phase("job")).isEqualTo(phase);
        var ended = node.container("job").getState().getTerminated();
        assertThat(ended.getExitCode()).isEqualTo(exitCode);
        assertThat(ended.getReason()).isEqualTo(reason);
        if (message == null) {
            assertThat(ended.getMessage()).isNull();
        } else {
            assertThat(ended.getMessage()).startsWith(message);
        }
        assertThat(node.ready("job")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "succeeds, Always,    it completed",
        "errs,     Always,    'it ended with exit code 1, its run returned an error'",
        "errs,     OnFailure, 'it ended with exit code 1, its run returned an error'",
        "traps,    OnFailure, 'it ended with exit code 1, it trapped: '"
    })
    void aCommandThatIsToBeRestartedWaitsWithTheReason(String image, String restartPolicy, String message) {
        node.bind(command(image, restartPolicy));

        node.runCommands();

        assertThat(node.phase("job")).isEqualTo("Running");
        assertThat(node.waiting("job"))
                .startsWith("CrashLoopBackOff: " + message)
                .contains("its restartPolicy has it start again 10 s later");
        assertThat(node.container("job").getLastState().getTerminated().getReason())
                .isIn("Completed", "Error");
    }

    @Test
    void theWaitDoublesUpToFiveMinutes() {
        node.bind(command("errs", "OnFailure"));
        node.runCommands();

        for (int wait : List.of(10, 20, 40, 80, 160, 300, 300)) {
            int restarts = node.container("job").getRestartCount();
            assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(wait));
            node.pass(Duration.ofSeconds(wait - 1));
            node.runCommands();
            assertThat(node.container("job").getRestartCount()).isEqualTo(restarts);
            node.pass(Duration.ofSeconds(1));
            node.runCommands();
            assertThat(node.container("job").getRestartCount()).isEqualTo(restarts + 1);
        }
    }

    @Test
    void aPodThatTakesTooLongFails() {
        node.bind(new PodBuilder(command("spins", "Never"))
                .editSpec()
                .withActiveDeadlineSeconds(60L)
                .endSpec()
                .build());
        node.reconcile();
        assertThat(node.agent().nextAttempt()).contains(node.now().plusSeconds(60));

        node.pass(Duration.ofSeconds(60));
        node.reconcile();

        assertThat(node.phase("job")).isEqualTo("Failed");
        assertThat(node.status("job").getReason()).isEqualTo("DeadlineExceeded");
        assertThat(node.container("job").getState().getTerminated().getExitCode())
                .as(node.status("job").toString())
                .isEqualTo(143);
    }

    @Test
    void aCommandProvidesNothing() {
        WorkloadRef job = new WorkloadRef(TestNode.NAMESPACE, "Pod", "job", TestNode.uid("job"));
        node.bind(command("spins", "Never"));
        node.bind(node.pod(
                "relay",
                "registry.example.com/test/relay:v1",
                Map.of("test:node/counter", new WiredImport.Provider(job, Optional.of(TestNode.key("job"))))));

        node.reconcile();

        assertThat(node.phase("job")).isEqualTo("Running");
        assertThat(node.waiting("relay")).startsWith("WaitingForProvider: ");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCommandUnderWayIsEndedWithItsPod() {
        node.bind(command("spins", "Never"));
        node.reconcile();
        List<CompletableFuture<?>> commands = node.agent().commands();
        assertThat(commands).hasSize(1).noneMatch(CompletableFuture::isDone);

        node.delete("job");
        node.reconcile();

        assertThat(commands.getFirst().join()).isInstanceOf(ContainerState.Terminated.class);
        assertThat(node.agent().commands()).isEmpty();
    }
}
