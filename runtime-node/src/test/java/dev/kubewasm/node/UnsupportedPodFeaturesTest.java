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
                pod(
                        "spec.initContainers: not run by this node",
                        p -> p.addNewInitContainer().withName("init").endInitContainer()),
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
                container(
                        "container `calc`: probes: not run by this node; it is Ready when its links are",
                        c -> c.withNewLivenessProbe().endLivenessProbe()),
                container(
                        "container `calc`: probes: not run by this node; it is Ready when its links are",
                        c -> c.withNewReadinessProbe().endReadinessProbe()),
                container(
                        "container `calc`: probes: not run by this node; it is Ready when its links are",
                        c -> c.withNewStartupProbe().endStartupProbe()),
                container("container `calc`: lifecycle hooks: not run by this node", c -> c.withNewLifecycle()
                        .endLifecycle()),
                container(
                        "container `calc`: volumeDevices: components have no block devices",
                        c -> c.addNewVolumeDevice("/dev/xvda", "disk")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void aFeatureIsNamed(String message, PodSpec spec) {
        assertThat(UnsupportedPodFeatures.find(spec)).containsExactly(message);
    }

    @Test
    void allOfThemAreNamedAtOnce() {
        PodSpec spec = new PodSpecBuilder()
                .withHostNetwork(true)
                .addNewContainer()
                .withName("a")
                .withNewLifecycle()
                .endLifecycle()
                .endContainer()
                .addNewContainer()
                .withName("b")
                .withNewLivenessProbe()
                .endLivenessProbe()
                .endContainer()
                .build();

        assertThat(UnsupportedPodFeatures.find(spec))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("spec.hostNetwork: "),
                        second -> assertThat(second).startsWith("container `a`: lifecycle"),
                        third -> assertThat(third).startsWith("container `b`: probes"));
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

        assertThat(UnsupportedPodFeatures.find(spec)).isEqualTo(List.of());
    }
}
