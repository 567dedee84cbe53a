package dev.kubewasm.node.app.kubelet;

import com.sun.management.OperatingSystemMXBean;
import dev.kubewasm.node.PodUsage;
import dev.kubewasm.node.app.metrics.MetricFamily;
import dev.kubewasm.placement.facts.NodeName;
import io.prometheus.client.Collector;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the node and its Pods use, as metrics-server and people read it. CPU of a call is the called container's. metrics-server
 * leaves out a Pod with a container that uses no CPU or no memory: none does ({@link PodUsage.ContainerUsage}).
 */
final class NodeUsage {
    private static final double NANOS = 1e9;

    private final NodeName node;
    private final InstantSource clock;
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    NodeUsage(NodeName node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    /** {@code k8s.io/kubelet/pkg/apis/stats/v1alpha1}, {@code Summary}. */
    Map<String, Object> summary(List<PodUsage> pods) {
        String now = clock.instant().toString();
        return Map.of(
                "node",
                Map.of(
                        "nodeName", node.value(),
                        "startTime",
                                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean()
                                                .getStartTime())
                                        .toString(),
                        "cpu", cpu(now, machine.getProcessCpuTime()),
                        "memory", memory(now, heapBytes())),
                "pods",
                pods.stream().map(pod -> pod(now, pod)).toList());
    }

    private static Map<String, Object> pod(String now, PodUsage pod) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put(
                "podRef",
                Map.of(
                        "name", pod.pod().name(),
                        "namespace", pod.pod().namespace(),
                        "uid", pod.uid().value()));
        stats.put("startTime", pod.startedAt().toString());
        stats.put(
                "containers",
                pod.containers().stream()
                        .map(c -> Map.of(
                                "name", c.name(),
                                "startTime", c.startedAt().toString(),
                                "cpu", cpu(now, c.cpuNanos()),
                                "memory", memory(now, c.memoryBytes())))
                        .toList());
        stats.put("cpu", cpu(now, pod.cpuNanos()));
        stats.put("memory", memory(now, pod.memoryBytes()));
        return stats;
    }

    private static Map<String, Object> cpu(String time, long nanos) {
        return Map.of("time", time, "usageCoreNanoSeconds", nanos);
    }

    private static Map<String, Object> memory(String time, long bytes) {
        return Map.of("time", time, "usageBytes", bytes, "workingSetBytes", bytes);
    }

    private static long heapBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The kubelet's {@code /metrics/resource}, in the text format of Prometheus. */
    String metrics(List<PodUsage> pods) throws IOException {
        MetricFamily nodeCpu = new MetricFamily(
                "node_cpu_usage_seconds", Collector.Type.COUNTER, "CPU time that the node's process has used");
        MetricFamily nodeMemory =
                new MetricFamily("node_memory_working_set_bytes", Collector.Type.GAUGE, "the heap in use");
        MetricFamily podCpu = new MetricFamily(
                "pod_cpu_usage_seconds", Collector.Type.COUNTER, "CPU time that a Pod's containers have used");
        MetricFamily podMemory = new MetricFamily(
                "pod_memory_working_set_bytes", Collector.Type.GAUGE, "linear memory and code of a Pod's components");
        MetricFamily containerCpu = new MetricFamily(
                "container_cpu_usage_seconds",
                Collector.Type.COUNTER,
                "CPU time of a container's command and of calls into it");
        MetricFamily containerMemory = new MetricFamily(
                "container_memory_working_set_bytes",
                Collector.Type.GAUGE,
                "linear memory and code of a container's component");
        MetricFamily containerStart = new MetricFamily(
                "container_start_time_seconds",
                Collector.Type.GAUGE,
                "when the container was started, in seconds since 1970");
        MetricFamily errors =
                new MetricFamily("resource_scrape_error", Collector.Type.GAUGE, "1 if something could not be measured");

        nodeCpu.add(Map.of(), machine.getProcessCpuTime() / NANOS);
        nodeMemory.add(Map.of(), (double) heapBytes());
        errors.add(Map.of(), 0);
        for (PodUsage pod : pods) {
            Map<String, String> labels =
                    Map.of("namespace", pod.pod().namespace(), "pod", pod.pod().name());
            podCpu.add(labels, pod.cpuNanos() / NANOS);
            podMemory.add(labels, (double) pod.memoryBytes());
            for (PodUsage.ContainerUsage container : pod.containers()) {
                Map<String, String> ofContainer = new HashMap<>(labels);
                ofContainer.put("container", container.name());
                containerCpu.add(ofContainer, container.cpuNanos() / NANOS);
                containerMemory.add(ofContainer, (double) container.memoryBytes());
                containerStart.add(ofContainer, (double) container.startedAt().getEpochSecond());
            }
        }
        StringWriter text = new StringWriter();
        TextFormat.write004(
                text,
                Collections.enumeration(Stream.of(
                                nodeCpu,
                                nodeMemory,
                                podCpu,
                                podMemory,
                                containerCpu,
                                containerMemory,
                                containerStart,
                                errors)
                        .map(MetricFamily::samples)
                        .toList()));
        return text.toString();
    }
}
