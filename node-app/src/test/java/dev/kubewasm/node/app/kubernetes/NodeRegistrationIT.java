package dev.kubewasm.node.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.app.host.HostPressure;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.testkit.cluster.ApiCluster;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Node and its Lease on a real API server. */
class NodeRegistrationIT {
    private static final String NAME = "host-kube-wasm";
    private static final HostPressure NONE = new HostPressure(false, false);

    private final ApiCluster cluster = ApiCluster.start();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Of a program that has just been started. */
    private NodeRegistration registration(boolean taint) {
        return new NodeRegistration(
                cluster::client,
                new NodeDescription(
                        new NodeName(NAME),
                        "host",
                        "10.0.0.1",
                        10250,
                        taint,
                        Map.of("pool", "wasm"),
                        Map.of("kube-wasm/host-interfaces", "wasi:cli@0.2.12"),
                        Map.of("cpu", new Quantity("4")),
                        Map.of("cpu", new Quantity("3")),
                        "v1"),
                () -> now);
    }

    private Node node() {
        return cluster.client().nodes().withName(NAME).require();
    }

    private static List<String> taints(Node node) {
        return node.getSpec().getTaints().stream()
                .map(Taint::getKey)
                .filter(key -> !key.startsWith("node.kubernetes.io/"))
                .toList();
    }

    private static String condition(Node node, String type) {
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .map(NodeCondition::getStatus)
                .findFirst()
                .orElse("missing");
    }

    @Test
    void theLeaseIsRenewedAndBelongsToTheNode() {
        NodeRegistration registration = registration(true);
        registration.beat(NONE);
        now = now.plus(NodeRegistration.BEAT);

        registration.beat(NONE);

        Lease lease = cluster.client()
                .leases()
                .inNamespace("kube-node-lease")
                .withName(NAME)
                .require();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo(NAME);
        assertThat(lease.getSpec().getRenewTime()).isEqualTo(now.atZone(ZoneOffset.UTC));
        assertThat(lease.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> assertThat(
                        owner.getUid())
                .isEqualTo(node().getMetadata().getUid()));
    }

    @Test
    void whatOthersHaveSetStays() {
        registration(true).beat(NONE);
        cluster.client().nodes().withName(NAME).edit(node -> new NodeBuilder(node)
                .editMetadata()
                .addToLabels("team", "shop")
                .addToAnnotations("note", "theirs")
                .endMetadata()
                .editSpec()
                .withUnschedulable(true)
                .addNewTaint("NoExecute", "dedicated", null, "shop")
                .endSpec()
                .build());
        cluster.client().nodes().withName(NAME).editStatus(node -> new NodeBuilder(node)
                .editStatus()
                .addToCapacity("example.com/gpu", new Quantity("2"))
                .addNewCondition()
                .withType("NetworkUnavailable")
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build());

        registration(true).beat(new HostPressure(false, true));

        Node node = node();
        assertThat(node.getMetadata().getLabels()).containsEntry("team", "shop").containsEntry("pool", "wasm");
        assertThat(node.getMetadata().getAnnotations())
                .containsEntry("note", "theirs")
                .containsEntry("kube-wasm/host-interfaces", "wasi:cli@0.2.12");
        assertThat(node.getSpec().getUnschedulable()).as("cordoned").isTrue();
        assertThat(taints(node)).containsExactlyInAnyOrder("kube-wasm/runtime", "dedicated");
        assertThat(node.getStatus().getCapacity())
                .containsEntry("example.com/gpu", new Quantity("2"))
                .containsEntry("cpu", new Quantity("4"));
        assertThat(condition(node, "NetworkUnavailable")).isEqualTo("False");
        assertThat(condition(node, "DiskPressure")).isEqualTo("True");
        assertThat(condition(node, "Ready")).isEqualTo("True");
    }

    @Test
    void aTaintThatWasTakenAwayIsNotSetAgain() {
        registration(true).beat(NONE);
        cluster.client().nodes().withName(NAME).edit(node -> new NodeBuilder(node)
                .editSpec()
                .removeMatchingFromTaints(taint -> "kube-wasm/runtime".equals(taint.getKey()))
                .endSpec()
                .build());

        registration(true).beat(NONE);

        assertThat(taints(node())).isEmpty();
    }

    @Test
    void withTheTaintOffThereIsNone() {
        registration(false).beat(NONE);

        assertThat(taints(node())).isEmpty();
    }

    @Test
    void aNodeThatWasDeletedIsRegisteredAgain() {
        NodeRegistration registration = registration(true);
        registration.beat(NONE);
        cluster.client().nodes().withName(NAME).delete();

        // The first finds out, by a status that is due.
        registration.beat(new HostPressure(true, false));
        registration.beat(NONE);

        assertThat(condition(node(), "Ready")).isEqualTo("True");
    }

    @Test
    void atTheEndItIsNotReady() {
        NodeRegistration registration = registration(true);
        registration.beat(NONE);

        registration.end();

        assertThat(condition(node(), "Ready")).isEqualTo("False");
    }
}
