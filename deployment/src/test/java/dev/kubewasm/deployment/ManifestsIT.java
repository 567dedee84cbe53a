package dev.kubewasm.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import dev.kubewasm.testkit.controlplane.Kubectl;
import dev.kubewasm.testkit.controlplane.Kubectl.Answer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl apply -k manifests/} against a real API server: no unknown field, nothing refused, nothing left behind. */
class ManifestsIT {
    private static @Nullable ControlPlane controlPlane;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.find().isPresent(), Kubectl.MISSING);
        controlPlane = ControlPlane.start();
    }

    @AfterAll
    static void stop() {
        if (controlPlane != null) {
            controlPlane.close();
        }
    }

    @Test
    void areAppliedAndDeletedWhole() {
        assertThat(kubectl("create", "-f", manifests("base/namespace.yaml")).text())
                .contains("created");
        Answer applied = kubectl("apply", "-k", manifests(""), "--validate=strict");

        assertThat(applied.text()).doesNotContain("Warning: would violate");
        assertThat(applied.status()).as(applied.text()).isZero();
        assertThat(applied.text())
                .contains(
                        "deployment.apps/scheduler created",
                        "daemonset.apps/runtime-node created",
                        "poddisruptionbudget.policy/scheduler created",
                        "flowschema.flowcontrol.apiserver.k8s.io/kube-wasm-scheduler created",
                        "flowschema.flowcontrol.apiserver.k8s.io/kube-wasm-leader-election created",
                        "runtimeclass.node.k8s.io/wasm created",
                        "runtimeclass.node.k8s.io/wasm-linked created");

        Answer deleted = kubectl("delete", "-k", manifests(""), "--wait=false");

        assertThat(deleted.status()).as(deleted.text()).isZero();
        assertThat(kubectl("get", "clusterroles,clusterrolebindings,runtimeclasses,flowschemas", "-o", "name")
                        .text()
                        .lines())
                .noneMatch(name -> name.contains("kube-wasm") || name.contains("runtimeclass"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasmedge", "wamr"})
    void overlaysAreApplied(String overlay) {
        Answer applied =
                kubectl("apply", "-k", manifests("overlays/" + overlay), "--validate=strict", "--dry-run=client");

        assertThat(applied.status()).as(applied.text()).isZero();
        assertThat(kubectl("kustomize", manifests("overlays/" + overlay)).text())
                .contains("handler: " + overlay, "kube-wasm/runtime: " + overlay);
    }

    private static String manifests(String path) {
        return ProjectRoot.path().resolve("manifests").resolve(path).toString();
    }

    private static Answer kubectl(String... arguments) {
        return new Kubectl(
                        Kubectl.find().orElseThrow(),
                        Objects.requireNonNull(controlPlane).kubeconfig())
                .run(arguments);
    }
}
