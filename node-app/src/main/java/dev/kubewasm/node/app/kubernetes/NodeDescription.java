package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.node.HostPlatform;
import dev.kubewasm.node.app.host.HostPressure;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself.
 *
 * @param name the Node's name
 * @param host the host's name
 * @param address at which the kubelet's API is reached
 * @param kubeletPort its port
 * @param taint whether Pods have to tolerate it
 * @param labels more labels than those that every node has
 * @param annotations host interfaces and core features
 * @param capacity all there is
 * @param allocatable what Pods may have of it
 * @param version of this program
 */
public record NodeDescription(
        NodeName name,
        String host,
        String address,
        int kubeletPort,
        boolean taint,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, Quantity> capacity,
        Map<String, Quantity> allocatable,
        String version) {

    /** The Node as it is registered. */
    Node node() {
        NodeBuilder node = new NodeBuilder()
                .withNewMetadata()
                .withName(name.value())
                .withLabels(labels)
                .addToLabels("kubernetes.io/os", HostPlatform.os())
                .addToLabels("kubernetes.io/arch", HostPlatform.architecture())
                .addToLabels("kubernetes.io/hostname", host)
                .addToLabels(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)
                .withAnnotations(annotations)
                .endMetadata();
        if (taint) {
            node.withNewSpec()
                    .addNewTaint("NoSchedule", NodeFacts.RUNTIME_LABEL, null, NodeFacts.LINKING_RUNTIME)
                    .endSpec();
        }
        return node.build();
    }

    /**
     * Its status while it runs.
     *
     * @param before the one before: what hasn't changed since keeps its time
     */
    NodeStatus status(HostPressure pressure, @Nullable NodeStatus before, Instant now) {
        return new NodeStatusBuilder()
                .withCapacity(capacity)
                .withAllocatable(allocatable)
                .addNewAddress(address, "InternalIP")
                .addNewAddress(host, "Hostname")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(kubeletPort)
                .endDaemonEndpoints()
                .withNewNodeInfo()
                .withOperatingSystem(HostPlatform.os())
                .withArchitecture(HostPlatform.architecture())
                .withKubeletVersion(version)
                .withContainerRuntimeVersion("kube-wasm://" + version)
                .withKernelVersion(System.getProperty("os.version"))
                .withOsImage(System.getProperty("os.name"))
                .withBootID("")
                .withMachineID("")
                .withSystemUUID("")
                .withKubeProxyVersion("")
                .endNodeInfo()
                .withConditions(Stream.of(
                                pressure.memory()
                                        ? new Condition(
                                                "MemoryPressure", true, "HeapNearlyFull", "the heap is nearly full")
                                        : new Condition("MemoryPressure", false, "HeapHasRoom", "the heap has room"),
                                pressure.disk()
                                        ? new Condition(
                                                "DiskPressure", true, "DiskNearlyFull", "the disk is nearly full")
                                        : new Condition("DiskPressure", false, "DiskHasRoom", "the disk has room"),
                                new Condition("PIDPressure", false, "NoProcesses", "components have no processes"),
                                new Condition("Ready", true, "NodeAgentReady", "the node's agent runs"))
                        .map(condition -> condition.at(now, before))
                        .toList())
                .build();
    }

    /** Its status when the program ends in good order. */
    static NodeStatus stopped(Instant now) {
        return new NodeStatusBuilder()
                .withConditions(new Condition("Ready", false, "NodeAgentStopped", "the node's agent has been stopped")
                        .at(now, null))
                .build();
    }

    private record Condition(String type, boolean value, String reason, String message) {
        /** With the time since when it has been so. */
        NodeCondition at(Instant now, @Nullable NodeStatus before) {
            String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
            String status = value ? "True" : "False";
            return new NodeConditionBuilder()
                    .withType(type)
                    .withStatus(status)
                    .withReason(reason)
                    .withMessage(message)
                    .withLastHeartbeatTime(time)
                    .withLastTransitionTime(Stream.ofNullable(before)
                            .flatMap(b -> b.getConditions().stream())
                            .filter(c ->
                                    c.getType().equals(type) && c.getStatus().equals(status))
                            .map(NodeCondition::getLastTransitionTime)
                            .findFirst()
                            .orElse(time))
                    .build();
        }
    }
}
