package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.node.app.host.HostPressure;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node's Node and Lease. Fields of the Node that others have set stay as they are: what is registered is added to them.
 * Confined to one thread.
 */
public final class NodeRegistration {
    /** How often {@link #beat} is to be called (the kubelet's {@code nodeLeaseDurationSeconds} by four). */
    public static final Duration BEAT = Duration.ofSeconds(10);

    private static final int LEASE_SECONDS = 40;
    private static final String LEASES = "kube-node-lease";
    /** A status in which nothing has changed is written this often (the kubelet's {@code nodeStatusReportFrequency}). */
    private static final Duration REPORT = Duration.ofMinutes(5);

    private final Supplier<KubernetesClient> client;
    private final NodeDescription description;
    private final InstantSource clock;
    private @Nullable Node registered;
    private @Nullable NodeStatus reported;
    private Instant reportedAt = Instant.MIN;

    /** Registers {@code description} with the identity of {@code client}, as it is now. */
    public NodeRegistration(Supplier<KubernetesClient> client, NodeDescription description, InstantSource clock) {
        this.client = client;
        this.description = description;
        this.clock = clock;
    }

    /**
     * Says that the node is there: registers it if it isn't yet or was deleted, renews its Lease, and writes its status when
     * that has changed or is old.
     *
     * @throws dev.kubewasm.scheduler.port.ClusterUnavailableException if that can't be said now
     * @throws KubernetesClientException if the API server doesn't let this node say so
     */
    public void beat(HostPressure pressure) {
        Node node = registered == null ? Requests.ask("register the Node", this::register) : registered;
        registered = node;
        Requests.ask("renew the node's Lease", () -> renew(node));
        Instant now = clock.instant();
        NodeStatus status = description.status(pressure, reported == null ? node.getStatus() : reported, now);
        if (reported == null || !said(status).equals(said(reported)) || !now.isBefore(reportedAt.plus(REPORT))) {
            Optional<Node> patched = report(status);
            if (patched.isEmpty()) {
                // Somebody deleted the Node: it is registered again with the next beat.
                registered = null;
                reported = null;
                return;
            }
            reported = status;
            reportedAt = now;
        }
    }

    /** Says that the node is about to go. */
    public void end() {
        Optional<Node> _ = report(NodeDescription.stopped(clock.instant()));
    }

    private Node register() {
        Node wanted = description.node();
        try {
            return client.get().nodes().resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        // Taints are left as they are: a node may not change its own, and somebody may have.
        Node patch = new NodeBuilder()
                .withNewMetadata()
                .withLabels(wanted.getMetadata().getLabels())
                .withAnnotations(wanted.getMetadata().getAnnotations())
                .endMetadata()
                .build();
        return client.get()
                .nodes()
                .withName(description.name().value())
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    private Lease renew(Node node) {
        String name = description.name().value();
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(LEASES)
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(name)
                .withUid(node.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(name)
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(clock.instant().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        var leases = client.get().leases().inNamespace(LEASES);
        try {
            return leases.withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), lease);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            return leases.resource(lease).create();
        }
    }

    private Optional<Node> report(NodeStatus status) {
        Node patch = new NodeBuilder().withStatus(status).build();
        try {
            return Optional.of(Requests.ask("report the node's status", () -> client.get()
                    .nodes()
                    .withName(description.name().value())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The conditions without their times. */
    private static Map<String, String> said(NodeStatus status) {
        return status.getConditions().stream()
                .collect(Collectors.toMap(NodeCondition::getType, NodeCondition::getStatus));
    }
}
