package dev.kubewasm.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.KubeScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/pricing/e2e.sh}: all of it on a real control plane, from nothing to a node that is killed. */
class EndToEndIT {
    private static final int MINUTES = 15;

    @TempDir
    Path folder;

    @Test
    void thePricingServiceOnARealControlPlane() throws IOException, InterruptedException {
        ExternalTools.require("docker-registry", "curl", "openssl", "python3");
        assumeTrue(
                KubeScheduler.find()
                        .map(Path::getParent)
                        .filter(EndToEndIT::hasTheRest)
                        .isPresent(),
                "no kube-controller-manager or kubectl: run control-plane/build.sh --kube-scheduler"
                        + " --kube-controller-manager --kubectl");
        Path log = folder.resolve("e2e.log");

        Process script = new ProcessBuilder(
                        ProjectRoot.path().resolve("examples/pricing/e2e.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = script.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            // It stops what it has started.
            script.destroy();
            script.waitFor(1, TimeUnit.MINUTES);
        }

        assertThat(ended)
                .as("after %d minutes:%n%s", MINUTES, Files.readString(log))
                .isTrue();
        assertThat(script.exitValue()).as(Files.readString(log)).isZero();
    }

    private static boolean hasTheRest(Path programs) {
        return Files.isExecutable(programs.resolve("kube-controller-manager"))
                && Files.isExecutable(programs.resolve("kubectl"));
    }
}
