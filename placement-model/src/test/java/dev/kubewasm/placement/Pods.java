package dev.kubewasm.placement;

import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.TrafficAnnotation;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds Pods for tests: in namespace shop, pending, asking for little. */
public final class Pods {
    private String namespace = "shop";
    private final String name;
    private Optional<String> deployment = Optional.empty();
    private final TreeMap<String, String> labels = new TreeMap<>();
    private Resources requests = Resources.of(100, 1024);
    private NodeRequirement nodes = NodeRequirement.ANY;
    private final Map<String, String> selector = new TreeMap<>();
    private final List<Toleration> tolerations = new ArrayList<>();
    private PodState state = PodState.PENDING;
    private final List<ContainerFacts> containers = new ArrayList<>();
    private LinkPolicies policies = LinkPolicies.DEFAULT;
    private Pins pins = Pins.NONE;
    private Consumers consumers = Consumers.SAME_NAMESPACE;
    private LinkTraffic traffic = LinkTraffic.UNSTATED;
    private final Map<NodeName, String> excluded = new TreeMap<>();
    private int priority;
    private long order;

    private Pods(String name) {
        this.name = name;
    }

    /** A Pod of its own. */
    public static Pods pod(String name) {
        return new Pods(name);
    }

    /** Pod {@code DEPLOYMENT-number} of a Deployment. */
    public static Pods replica(String deployment, int number) {
        Pods pod = new Pods(deployment + "-" + number);
        pod.deployment = Optional.of(deployment);
        return pod;
    }

    public static PodKey key(String name) {
        return new PodKey("shop", name);
    }

    public Pods namespace(String value) {
        namespace = value;
        return this;
    }

    public Pods label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public Pods cpu(long milli) {
        requests = requests.with(ResourceName.CPU, milli);
        return this;
    }

    public Pods request(String resource, long amount) {
        requests = requests.with(new ResourceName(resource), amount);
        return this;
    }

    public Pods nodes(NodeRequirement value) {
        nodes = value;
        return this;
    }

    /** One more label that its node must have. */
    public Pods selector(String key, String value) {
        selector.put(key, value);
        return nodes(NodeRequirement.selector(selector));
    }

    public Pods tolerates(Toleration toleration) {
        tolerations.add(toleration);
        return this;
    }

    public Pods on(String node) {
        state = new PodState(Optional.of(new NodeName(node)), PodState.Phase.RUNNING, false, true);
        return this;
    }

    public Pods state(PodState value) {
        state = value;
        return this;
    }

    /** One more container, named as the Pod for the first. */
    public Pods runs(ComponentFacts component) {
        return runs(containers.isEmpty() ? name : name + "-" + containers.size(), component);
    }

    public Pods runs(String container, ComponentFacts component) {
        containers.add(new ContainerFacts(container, "registry.example.com/" + container, Optional.of(component)));
        return this;
    }

    public Pods policies(LinkPolicies value) {
        policies = value;
        return this;
    }

    public Pods pins(Pins value) {
        pins = value;
        return this;
    }

    public Pods consumers(Consumers value) {
        consumers = value;
        return this;
    }

    /** The traffic of its links, as the annotation writes it. */
    public Pods traffic(String annotation) {
        traffic = ((Parsed.Valid<LinkTraffic>) TrafficAnnotation.parse(annotation)).value();
        return this;
    }

    /** One more node that a rule which placement doesn't know keeps it from, and why. */
    public Pods excluded(String node, String why) {
        excluded.put(new NodeName(node), why);
        return this;
    }

    public Pods priority(int value) {
        priority = value;
        return this;
    }

    public Pods order(long value) {
        order = value;
        return this;
    }

    public PodFacts build() {
        WorkloadRef workload = deployment
                .map(d -> new WorkloadRef(namespace, "Deployment", d, new Uid("uid-of-" + d)))
                .orElseGet(() -> new WorkloadRef(namespace, "Pod", name, new Uid("uid-of-" + name)));
        return new PodFacts(
                new PodKey(namespace, name),
                new Uid("uid-of-" + name),
                workload,
                labels,
                requests,
                nodes,
                tolerations,
                state,
                containers,
                new LinkSettings(policies, pins, consumers, traffic),
                priority,
                order,
                excluded);
    }
}
