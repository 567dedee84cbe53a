package dev.kubewasm.node.app;

import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeEvent;
import dev.kubewasm.node.PodUsage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * What the node counts, under the kubelet's metric names where they mean the same.
 *
 * <ul>
 *   <li>{@code kubelet_running_pods}: Pods of which a container runs
 *   <li>{@code kubelet_running_containers}
 *   <li>{@code kube_wasm_node_linear_memory_bytes}: of all components together
 *   <li>{@code kube_wasm_node_pod_events_total} by reason: {@code Started}, {@code BackOff}, {@code WaitingForProvider} and so on
 * </ul>
 */
final class NodeMetrics {
    private final MeterRegistry registry;

    NodeMetrics(MeterRegistry registry) {
        this.registry = registry;
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
        gauge(agent, "kube.wasm.node.linear.memory.bytes", "linear memory of all components", PodUsage::memoryBytes);
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
