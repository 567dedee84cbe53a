package dev.kubewasm.node.app;

import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeEvent;
import dev.kubewasm.node.PodUsage;
import dev.kubewasm.node.app.identity.CertificateRenewal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/**
 * What the node counts, under the kubelet's metric names where they mean the same.
 *
 * <ul>
 *   <li>{@code kubelet_running_pods}: Pods of which a container runs
 *   <li>{@code kubelet_running_containers}
 *   <li>{@code kube_wasm_node_linear_memory_bytes}: of all components together
 *   <li>{@code kubelet_certificate_manager_client_ttl_seconds}, {@code ..._server_ttl_seconds}: until the certificate ends
 *   <li>{@code kubelet_certificate_manager_client_expiration_renew_errors_total}, {@code ..._server_...}: attempts to renew it
 *       that failed
 *   <li>{@code kube_wasm_node_pod_events_total} by reason: {@code Started}, {@code BackOff}, {@code WaitingForProvider} and so on
 * </ul>
 */
final class NodeMetrics {
    private final MeterRegistry registry;
    private final InstantSource clock;

    NodeMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Publishes what {@code agent} runs. */
    void watch(NodeAgent agent) {
        gauge(
                agent,
                "kubelet.running.pods",
                "Pods of which a container runs",
                pod -> pod.containers().isEmpty() ? 0 : 1);
        gauge(agent, "kubelet.running.containers", "containers that run", pod -> pod.containers()
                .size());
        gauge(
                agent,
                "kube.wasm.node.linear.memory.bytes",
                "linear memory of all components",
                PodUsage::linearMemoryBytes);
    }

    /** Publishes until when a certificate lasts; {@code whose} is {@code client} or {@code server}. */
    void watch(String whose, CertificateRenewal certificate) {
        String name = "kubelet.certificate.manager." + whose;
        Gauge.builder(name + ".ttl.seconds", certificate, c -> Duration.between(clock.instant(), c.expires())
                        .toSeconds())
                .description("how long the certificate is still good, in seconds")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder(name + ".expiration.renew.errors", certificate, CertificateRenewal::failures)
                .description("attempts to renew the certificate that failed")
                .register(registry);
    }

    private void gauge(NodeAgent agent, String name, String what, ToDoubleFunction<PodUsage> ofPod) {
        Gauge.builder(name, agent, a -> a.usage().stream().mapToDouble(ofPod).sum())
                .description(what)
                .register(registry);
    }

    /** Counts what happened to a Pod. */
    void count(NodeEvent event) {
        registry.counter("kube.wasm.node.pod.events", "reason", event.reason()).increment();
    }
}
