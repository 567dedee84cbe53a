package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.cluster.ApiCluster;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A real API server with nodes, ordinary Pods and components, and what is asked of them. */
final class TestCluster extends ApiCluster {
    private static final String HOST_INTERFACES =
            "wasi:cli@0.2.12,wasi:clocks@0.2.12,wasi:filesystem@0.2.12,wasi:io@0.2.12,wasi:random@0.2.12";

    private static final String MEMORY = "8Gi";

    private TestCluster(List<String> flags) {
        super(List.of("namespace.yaml", "rbac.yaml"), flags);
    }

    static TestCluster start() {
        return new TestCluster(List.of());
    }

    /** One with these flags of kube-apiserver besides. */
    static TestCluster startWith(List<String> flags) {
        return new TestCluster(flags);
    }

    /** A kubeconfig of the ServiceAccount of {@code manifests/base/rbac.yaml}: the scheduler may do what its role allows. */
    Path schedulerKubeconfig(Path folder) {
        return kubeconfig("scheduler", folder);
    }

    /** Three standard runtime nodes, and one too small for the pricing group. */
    void addNodes() {
        Stream.of("wasm-1", "wasm-2", "wasm-3").forEach(name -> addNode(name, "4"));
        addNode("wasm-small", "150m");
    }

    void addNode(String name, String cpu) {
        addNode(name, cpu, MEMORY);
    }

    void addNode(String name, String cpu, String memory) {
        addNode(name, Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory), "pods", new Quantity("1000")));
    }

    void addNode(String name, Amounts amounts) {
        addNode(name, amounts.quantities());
    }

    private void addNode(String name, Map<String, Quantity> resources) {
        client().nodes().resource(node(name, resources)).create();
    }

    /** Gives a node another label, or another value of one that it has. */
    void label(String node, String name, String value) {
        patchNode(node, Map.of("metadata", Map.of("labels", Map.of(name, value))));
    }

    /** Whether a node takes no more Pods from now on. */
    void cordon(String node, boolean unschedulable) {
        patchNode(node, Map.of("spec", Map.of("unschedulable", unschedulable)));
    }

    private void patchNode(String node, Map<String, ?> change) {
        client().nodes()
                .withName(node)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client().getKubernetesSerialization().asJson(change));
    }

    private static Node node(String name, Map<String, Quantity> resources) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kube-wasm/runtime", "jvm")
                .addToLabels("kubernetes.io/hostname", name)
                .addToAnnotations("kube-wasm/host-interfaces", HOST_INTERFACES)
                .endMetadata()
                .withNewSpec()
                .addNewTaint()
                .withKey("kube-wasm/runtime")
                .withValue("jvm")
                .withEffect("NoSchedule")
                .endTaint()
                .endSpec()
                .withNewStatus()
                .withCapacity(resources)
                .withAllocatable(resources)
                .endStatus()
                .build();
    }

    /** An ordinary Pod of 10 milli-CPU that may run on the nodes here. */
    static Pod ordinaryPod(String name, String scheduler) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSchedulerName(scheduler)
                .addNewToleration()
                .withKey("kube-wasm/runtime")
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/ordinary:v1")
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** An ordinary Pod for the scheduler that requests so much CPU. */
    static Pod podOf(String cpu, String name) {
        return new PodBuilder(ordinaryPod(name, "kube-wasm"))
                .editSpec()
                .editContainer(0)
                .editResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** Creates so many Pods of {@link #ordinaryPod} for the scheduler, with names that begin so. */
    void createPods(String namespace, String name, int count) {
        for (int i = 0; i < count; i++) {
            client().pods()
                    .inNamespace(namespace)
                    .resource(ordinaryPod(name + i, "kube-wasm"))
                    .create();
        }
    }

    /** Creates a Pod whose container runs the component of an image. */
    void createComponent(String namespace, String name, String image) {
        create(namespace, component(name, image));
    }

    /** A Pod whose container runs the component of an image. */
    static Pod component(String name, String image) {
        return new PodBuilder(ordinaryPod(name, "kube-wasm"))
                .editSpec()
                .addToNodeSelector("kube-wasm/runtime", "jvm")
                .editContainer(0)
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    void deletePod(String namespace, String name) {
        client().pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    /** A Pod that goes to one node alone. */
    static Pod on(String node, Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .addToNodeSelector("kubernetes.io/hostname", node)
                .endSpec()
                .build();
    }

    /** A class for Pods of a priority. */
    void addPriorityClass(String name, int value) {
        client().resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withValue(value)
                        .build())
                .create();
    }

    /** A Pod of a priority class. */
    static Pod ofPriority(String priorityClass, Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .withPriorityClassName(priorityClass)
                .endSpec()
                .build();
    }

    Pod create(String namespace, Pod pod) {
        return client().pods().inNamespace(namespace).resource(pod).create();
    }

    /** Every node takes its Pods and has enough of each resource for them, by what the API server says. */
    void assertCapacity() {
        assertThat(ClusterAudit.of(client())).isEmpty();
    }

    static BigDecimal cpu(Map<String, Quantity> amounts) {
        return Objects.requireNonNull(amounts.get("cpu")).getNumericalAmount();
    }

    static BigDecimal cpu(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(c -> cpu(c.getResources().getRequests()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** How many Pods of a namespace are bound. */
    long bound(String namespace) {
        return pods(namespace).stream().filter(TestCluster::bound).count();
    }

    static boolean bound(Pod pod) {
        return pod.getSpec().getNodeName() != null;
    }

    /** The condition {@code PodScheduled} when it says that the Pod can't be scheduled. */
    static Optional<PodCondition> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
                .findFirst();
    }

    List<Event> events(Pod pod) {
        return client().events().v1().events().inNamespace(pod.getMetadata().getNamespace()).list().getItems().stream()
                .filter(e -> pod.getMetadata().getUid().equals(e.getRegarding().getUid()))
                .toList();
    }

    /** How many Bindings the API server has answered with 201 in all. */
    long bindingsMade() {
        return controlPlane()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{")
                        && line.contains("code=\"201\"")
                        && line.contains("subresource=\"binding\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
