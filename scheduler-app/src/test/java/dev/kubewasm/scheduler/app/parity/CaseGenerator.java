package dev.kubewasm.scheduler.app.parity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random clusters with one Pod that waits: volumes of all kinds and nominated Pods, which the corpus of kube-scheduler's answers
 * leaves out, and with them what every other plugin looks at ({@link WishGenerator}). For one seed always the same. All names begin with the case's, so that what is left of one case means
 * nothing to the next.
 */
final class CaseGenerator {
    /** Priorities for which the cluster must have classes {@code parity-PRIORITY}. */
    static final List<Integer> PRIORITIES = List.of(0, 5, 10, 20);

    /** The priority class of Pods of priority 10 that make nobody leave. */
    static final String NEVER_PREEMPTS = "parity-never";

    private static final List<String> ZONES = List.of("eu-x-a", "eu-x-b", "eu-x-c");

    private final Random random;
    private final String name;
    private final List<HasMetadata> objects = new ArrayList<>();
    private final List<String> nodes = new ArrayList<>();
    private final VolumeGenerator volumes;
    private final WishGenerator wishes;
    private final Set<String> leaving = new LinkedHashSet<>();

    private CaseGenerator(int seed, String name) {
        random = new Random(seed);
        this.name = name;
        volumes = new VolumeGenerator(name, random, this::add);
        wishes = new WishGenerator(name, random);
    }

    /**
     * A case.
     *
     * @param name also its namespace
     * @param objects in the order in which they are to be made; a status is to be set where one is given
     * @param leaving names of Pods that are being deleted because of a preemption
     */
    record Case(String name, List<HasMetadata> objects, Set<String> leaving) {
        /** The name of the Pod that waits, behind a gate. */
        static final String WAITING = "waiting";

        /** The name of one that fits nowhere: once that is said, the scheduler is at work. */
        static final String PROBE = "probe";
    }

    static Case of(int seed) {
        return of(seed, "c" + seed);
    }

    /** The same case under another name. */
    static Case of(int seed, String name) {
        CaseGenerator generator = new CaseGenerator(seed, name);
        generator.generate();
        return new Case(generator.name, List.copyOf(generator.objects), generator.leaving);
    }

    private void add(String yaml) {
        HasMetadata object = new KubernetesSerialization().unmarshal("---\n" + yaml);
        objects.add(object);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String priority() {
        return "parity-" + oneOf(PRIORITIES);
    }

    private void generate() {
        add("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            node(name + "-n" + i);
        }
        volumes.classes();
        for (String node : nodes) {
            int pods = random.nextInt(4);
            for (int i = 0; i < pods; i++) {
                placed(node, i);
            }
        }
        if (chance(0.25)) {
            nominated(oneOf(nodes));
        }
        if (chance(0.2)) {
            add("""
                    {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: budget, namespace: %s},
                     spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}, status: {disruptionsAllowed: %d,
                     currentHealthy: 1, desiredHealthy: 1, expectedPods: 1}}""".formatted(name, random.nextInt(2)));
        }
        if (chance(0.4)) {
            add("""
                    {apiVersion: v1, kind: Service, metadata: {name: web, namespace: %s}, spec: {selector: {app: web},
                     ports: [{port: 80}]}}""".formatted(name));
        }
        boolean owned = chance(0.4);
        if (owned) {
            add("""
                    {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web, namespace: %s}, spec: {replicas: 0,
                     selector: {matchLabels: {app: web, tier: front}}, template: {metadata: {labels: {app: web, tier: front}},
                     spec: {containers: [{name: c, image: 'registry.example/c:1'}]}}}}""".formatted(name));
        }
        waiting(owned);
    }

    private void node(String node) {
        nodes.add(node);
        List<String> labels = new ArrayList<>(List.of("kubernetes.io/hostname: " + node));
        String zone = oneOf(ZONES);
        if (chance(0.85)) {
            labels.add((chance(0.85) ? "topology.kubernetes.io/zone: " : "failure-domain.beta.kubernetes.io/zone: ")
                    + zone);
        }
        if (chance(0.5)) {
            labels.add("topology.ebs.csi.aws.com/zone: " + zone);
        }
        if (chance(0.3)) {
            labels.add("disk: ssd");
        }
        labels.addAll(wishes.nodeLabels());
        String resources = "{cpu: '%d', memory: 8Gi, pods: '%d'%s}"
                .formatted(2 + random.nextInt(3), chance(0.1) ? 2 : 20, wishes.extendedResources());
        add("""
                {apiVersion: v1, kind: Node, metadata: {name: %s, labels: {%s}}, spec: {taints: %s%s},
                 status: {capacity: %s, allocatable: %s, images: %s}}""".formatted(
                        node,
                        String.join(", ", labels),
                        wishes.taints(),
                        chance(0.05) ? ", unschedulable: true" : "",
                        resources,
                        resources,
                        wishes.images()));
        volumes.csiNode(node);
    }

    private void placed(String node, int index) {
        String pod = node + "-p" + index;
        List<String> mounted = chance(0.6) ? volumes.ofPlacedPod(pod, node) : List.of();
        String status = "status: {startTime: '2026-01-01T00:%02d:%02dZ'}".formatted(random.nextInt(60), index);
        List<String> spec = new ArrayList<>(List.of("nodeName: " + node));
        spec.addAll(wishes.ofPlacedPod());
        String labels = "app: %s, tier: %s".formatted(oneOf(List.of("web", "db")), oneOf(List.of("front", "back")));
        add(pod(pod, priority(), spec, mounted, labels, wishes.container(cpu()), "", status));
    }

    /** One whose victim is still leaving: it has to wait, and its place is kept. */
    private void nominated(String node) {
        String victim = "a-victim";
        leaving.add(victim);
        add("""
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {app: web}},
                 spec: {priorityClassName: parity-0, nodeName: %s, terminationGracePeriodSeconds: 3600,
                 containers: [{name: c, image: 'registry.example/c:1', resources: {requests: {cpu: '3'}}}]},
                 status: {conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler}]}}""".formatted(victim, name, node));
        List<String> mounted = chance(0.3) ? List.of(VolumeGenerator.disk(random)) : List.of();
        add(pod(
                "a-nominated",
                "parity-" + oneOf(PRIORITIES.subList(1, PRIORITIES.size())),
                List.of("nodeSelector: {kubernetes.io/hostname: %s}".formatted(node)),
                mounted,
                "app: web",
                WishGenerator.plainContainer("%dm".formatted(1500 + 500 * random.nextInt(2))),
                "",
                "status: {nominatedNodeName: %s}".formatted(node)));
    }

    private void waiting(boolean owned) {
        List<String> extra = new ArrayList<>(List.of("schedulingGates: [{name: parity.example/not-yet}]"));
        if (chance(0.08)) {
            extra.add("nodeSelector: {disk: ssd}");
        }
        extra.addAll(wishes.ofWaitingPod());
        List<String> mounted = chance(0.6) ? volumes.ofWaitingPod(Case.WAITING) : List.of();
        String priority = chance(0.1) ? NEVER_PREEMPTS : priority();
        String owner = owned
                ? ", ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: %s-web, controller: true}]"
                        .formatted(name)
                : "";
        add(pod(Case.WAITING, priority, extra, mounted, "app: web, tier: front", wishes.container(cpu()), owner, ""));
        volumes.ephemeralClaims();
        add("""
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s}, spec: {priorityClassName: parity-0,
                 containers: [{name: c, image: 'registry.example/c:1', resources: {requests: {cpu: '1000'}}}]}}""".formatted(Case.PROBE, name));
    }

    private String cpu() {
        return "%dm".formatted(100 * (1 + random.nextInt(10)));
    }

    private String pod(
            String pod,
            String priority,
            List<String> spec,
            List<String> mounted,
            String labels,
            String containers,
            String owner,
            String status) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < mounted.size(); i++) {
            named.add("{name: v%d, %s}".formatted(i, mounted.get(i)));
        }
        return """
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {%s}%s},
                 spec: {priorityClassName: %s, volumes: [%s], %s%s}%s}""".formatted(
                        pod,
                        name,
                        labels,
                        owner,
                        priority,
                        String.join(", ", named),
                        containers,
                        spec.isEmpty() ? "" : ", " + String.join(", ", spec),
                        status.isEmpty() ? "" : ", " + status);
    }
}
