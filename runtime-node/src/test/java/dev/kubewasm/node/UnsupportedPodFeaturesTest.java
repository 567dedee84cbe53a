package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that a runtime node doesn't do is refused by the name of its field. */
class UnsupportedPodFeaturesTest {
    private static final String EXEC_ALONE =
            ": components have no address to be asked at; use exec, whose command is an"
                    + " exported function and its arguments";

    private static Arguments pod(String message, UnaryOperator<PodSpecBuilder> with) {
        return Arguments.of(
                message,
                with.apply(new PodSpecBuilder()
                                .addNewContainer()
                                .withName("calc")
                                .endContainer())
                        .build());
    }

    private static Arguments container(String message, UnaryOperator<ContainerBuilder> with) {
        Container container =
                with.apply(new ContainerBuilder().withName("calc")).build();
        return Arguments.of(
                message, new PodSpecBuilder().withContainers(container).build());
    }

    static Stream<Arguments> features() {
        return Stream.of(
                pod("spec.hostNetwork: components have no network namespace", p -> p.withHostNetwork(true)),
                pod("spec.hostPID, spec.hostIPC: components have no processes", p -> p.withHostPID(true)),
                pod("spec.hostPID, spec.hostIPC: components have no processes", p -> p.withHostIPC(true)),
                pod("spec.os: this node is of another operating system", p -> p.withNewOs("windows")),
                pod(
                        "spec.nodeSelector kubernetes.io/arch=riscv64: this node is " + HostPlatform.architecture(),
                        p -> p.addToNodeSelector("kubernetes.io/arch", "riscv64")),
                pod("volume `data`: not mounted by this node; pass configuration by env", p -> p.addNewVolume()
                        .withName("data")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()),
                pod(
                        "spec.securityContext.sysctls: components have no kernel of their own",
                        p -> p.withNewSecurityContext()
                                .addNewSysctl("kernel.shm_rmid_forced", "1")
                                .endSecurityContext()),
                container(
                        "container `calc`: securityContext.privileged: components have no privileges to be given",
                        c -> c.withNewSecurityContext().withPrivileged(true).endSecurityContext()),
                container("container `calc`: livenessProbe" + EXEC_ALONE, c -> c.withNewLivenessProbe()
                        .withNewHttpGet()
                        .endHttpGet()
                        .endLivenessProbe()),
                container("container `calc`: readinessProbe" + EXEC_ALONE, c -> c.withNewReadinessProbe()
                        .withNewTcpSocket()
                        .endTcpSocket()
                        .endReadinessProbe()),
                container(
                        "container `calc`: startupProbe" + EXEC_ALONE,
                        c -> c.withNewStartupProbe().withNewGrpc().endGrpc().endStartupProbe()),
                container("container `calc`: lifecycle.postStart: not run by this node", c -> c.withNewLifecycle()
                        .withNewPostStart()
                        .endPostStart()
                        .endLifecycle()),
                container(
                        "container `calc`: lifecycle.preStop: this node knows exec of an exported function alone",
                        c -> c.withNewLifecycle()
                                .withNewPreStop()
                                .withNewHttpGet()
                                .endHttpGet()
                                .endPreStop()
                                .endLifecycle()),
                container(
                        "container `calc`: ports.hostPort: components have no ports of the host",
                        c -> c.addNewPort().withHostPort(80).endPort()),
                container(
                        "container `calc`: volumeDevices: components have no block devices",
                        c -> c.addNewVolumeDevice("/dev/xvda", "disk")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void aFeatureIsNamed(String message, PodSpec spec) {
        assertThat(UnsupportedPodFeatures.find(spec, false)).containsExactly(message);
    }

    @Test
    void allOfThemAreNamedAtOnce() {
        PodSpec spec = new PodSpecBuilder()
                .withHostNetwork(true)
                .addNewContainer()
                .withName("a")
                .withNewLifecycle()
                .withNewPostStart()
                .endPostStart()
                .endLifecycle()
                .endContainer()
                .addNewContainer()
                .withName("b")
                .withNewLivenessProbe()
                .endLivenessProbe()
                .endContainer()
                .build();

        assertThat(UnsupportedPodFeatures.find(spec, false))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("spec.hostNetwork: "),
                        second -> assertThat(second).startsWith("container `a`: lifecycle"),
                        third -> assertThat(third).startsWith("container `b`: livenessProbe"));
    }

    @Test
    void whatAnApiServerAddsToEveryPodIsNoFeature() {
        PodSpec spec = new PodSpecBuilder()
                .withHostNetwork(false)
                .withNewSecurityContext()
                .endSecurityContext()
                .addNewVolume()
                .withName("kube-api-access-x7k2p")
                .withNewProjected()
                .endProjected()
                .endVolume()
                .addNewContainer()
                .withName("calc")
                .withNewSecurityContext()
                .withPrivileged(false)
                .endSecurityContext()
                .endContainer()
                .build();

        assertThat(UnsupportedPodFeatures.find(spec, false)).isEqualTo(List.of());
    }
}
