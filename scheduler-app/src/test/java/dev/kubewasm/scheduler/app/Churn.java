package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * What goes on in a cluster, by a seed and as fast as the API server takes it: Pods and link groups are made and deleted, sets are
 * scaled, nodes are drained, come back and change their labels. Nobody waits for a binding before going on, but for a third of the
 * Pods to be bound.
 */
final class Churn implements AutoCloseable {
    static final String IMPORTANT = "important";
    private static final List<String> NAMESPACES = List.of("churn-0", "churn-1", "churn-2", "churn-3");
    private static final Duration KEEPS_UP_WITHIN = Duration.ofMinutes(1);
    private static final int REQUESTS_AT_ONCE = 24;
    private static final int CHANGES_AT_ONCE = 16;
    /** Label of nodes, which some Pods ask for. */
    private static final String POOL = "pool";

    private static final String SET = "set";
    private static final int SETS = 5;
    private static final int CPUS = 6;
    /** About as many as there is room for, and some that there is none for. */
    private static final int PODS_A_NODE = 22;

    private final TestCluster cluster;
    private final Kubelets kubelets;
    private final Random random;
    /** Whether the node takes no more Pods. */
    private final Map<String, Boolean> cordoned = new TreeMap<>();

    private final Map<String, String> pools = new TreeMap<>();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(REQUESTS_AT_ONCE, Thread.ofVirtual().factory());

    /** What there is, as it was seen last, and what is asked for in this step. */
    private List<Pod> there = List.of();

    private final Set<String> deleted = new HashSet<>();
    private final List<Runnable> requests = new ArrayList<>();
    private int made;
    private int lives;

    /** With {@code nodes} of {@link #addNodes}, which {@code kubelets} are of. */
    Churn(TestCluster cluster, Kubelets kubelets, int nodes, long seed) {
        this.cluster = cluster;
        this.kubelets = kubelets;
        this.random = new Random(seed);
        for (int i = 0; i < nodes; i++) {
            cordoned.put(node(i), false);
            pools.put(node(i), "a");
        }
    }

    /** Adds the nodes that it goes on among, and the namespaces. */
    static void addNodes(TestCluster cluster, int count) {
        for (int i = 0; i < count; i++) {
            cluster.addNode(node(i), Integer.toString(CPUS));
            cluster.label(node(i), POOL, "a");
        }
        NAMESPACES.forEach(cluster::addNamespace);
        cluster.addPriorityClass(IMPORTANT, 1000);
    }

    private static String node(int index) {
        return "node-" + index;
    }

    /** How many Pods were made so far. */
    int lives() {
        return lives;
    }

    /** Some changes at once. */
    void step() {
        there = Await.within(
                KEEPS_UP_WITHIN,
                "a third of the Pods are bound",
                this::pods,
                pods -> pods.size()
                        <= 3 * pods.stream().filter(TestCluster::bound).count());
        for (int i = 0; i < CHANGES_AT_ONCE; i++) {
            change();
        }
        thinOut(PODS_A_NODE * cordoned.size());
        request();
    }

    private List<Pod> pods() {
        return kubelets.pods().stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    private void change() {
        switch (random.nextInt(20)) {
            case 0 -> scale("set-" + random.nextInt(SETS));
            case 1 -> relabel(anyNode());
            case 2 -> drain(anyNode());
            case 3 -> uncordonAll();
            case 4, 5, 6 -> makeGroup();
            case 7 -> makeImportantGroup();
            case 8, 9 -> make(selecting(single(), anyPool()));
            default -> make(single());
        }
    }

    private String anyNode() {
        return node(random.nextInt(cordoned.size()));
    }

    private String anyPool() {
        return pools.getOrDefault(anyNode(), "a");
    }

    private String anyNamespace() {
        return NAMESPACES.get(random.nextInt(NAMESPACES.size()));
    }

    private Pod single() {
        return TestCluster.podOf(100 * (1 + random.nextInt(5)) + "m", "p" + lives);
    }

    private static Pod selecting(Pod pod, String pool) {
        return new PodBuilder(pod)
                .editSpec()
                .addToNodeSelector(POOL, pool)
                .endSpec()
                .build();
    }

    private void make(Pod pod) {
        make(anyNamespace(), pod);
    }

    private void make(String namespace, Pod pod) {
        lives++;
        made++;
        requests.add(() -> cluster.create(namespace, pod));
    }

    private void makeGroup() {
        String namespace = anyNamespace();
        LinkChain.of("g" + lives, 2 + random.nextInt(2), 100 + random.nextInt(200) + "m")
                .forEach(pod -> make(namespace, pod));
    }

    /** Others have to leave for it where it is crowded. */
    private void makeImportantGroup() {
        String namespace = anyNamespace();
        LinkChain.of("g" + lives, 2, "700m").forEach(pod -> make(namespace, TestCluster.ofPriority(IMPORTANT, pod)));
    }

    private void scale(String set) {
        List<Pod> replicas = there.stream()
                .filter(pod -> set.equals(pod.getMetadata().getLabels().get(SET)))
                .toList();
        int wanted = random.nextInt(2 * cordoned.size());
        replicas.stream().skip(wanted).forEach(this::delete);
        for (int i = replicas.size(); i < wanted; i++) {
            make(new PodBuilder(single())
                    .editMetadata()
                    .addToLabels(SET, set)
                    .endMetadata()
                    .build());
        }
    }

    /** Who asked for what it was leaves it. */
    private void relabel(String node) {
        String pool = "a".equals(pools.get(node)) ? "b" : "a";
        pools.put(node, pool);
        cluster.label(node, POOL, pool);
        there.stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()) && asksForAnother(pod, pool))
                .forEach(this::delete);
    }

    private static boolean asksForAnother(Pod pod, String pool) {
        return !pool.equals(pod.getSpec().getNodeSelector().getOrDefault(POOL, pool));
    }

    /** The node takes no more Pods, and those that are there are made anew. */
    private void drain(String node) {
        if (cordoned.values().stream().filter(Boolean::booleanValue).count() >= cordoned.size() / 5) {
            uncordonAll();
        }
        cordon(node, true);
        there.stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(pod -> !deleted.contains(pod.getMetadata().getName()))
                .forEach(pod -> {
                    deleteAll(pod);
                    if (pod.getMetadata().getLabels().containsKey(LinkChain.CHAIN)) {
                        makeGroup();
                    } else {
                        make(single());
                    }
                });
    }

    private void uncordonAll() {
        List.copyOf(cordoned.keySet()).stream().filter(cordoned::get).forEach(node -> cordon(node, false));
    }

    private void cordon(String node, boolean unschedulable) {
        cordoned.put(node, unschedulable);
        cluster.cordon(node, unschedulable);
    }

    private void thinOut(int atMost) {
        while (there.size() + made - deleted.size() > atMost && deleted.size() < there.size()) {
            Pod any = there.get(random.nextInt(there.size()));
            if (random.nextInt(4) == 0) {
                delete(any);
            } else {
                deleteAll(any);
            }
        }
    }

    /** The Pod and those it is linked to. */
    private void deleteAll(Pod pod) {
        String chain = pod.getMetadata().getLabels().get(LinkChain.CHAIN);
        if (chain == null) {
            delete(pod);
        } else {
            delete(of(chain));
        }
    }

    private static Predicate<Pod> of(String chain) {
        return pod -> chain.equals(pod.getMetadata().getLabels().get(LinkChain.CHAIN));
    }

    private void delete(Predicate<Pod> which) {
        there.stream().filter(which).forEach(this::delete);
    }

    private void delete(Pod pod) {
        if (deleted.add(pod.getMetadata().getName())) {
            requests.add(() -> cluster.deletePod(
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
        }
    }

    /** Makes the requests, some at the same time, and waits for them. */
    private void request() {
        CompletableFuture.allOf(requests.stream()
                        .map(request -> CompletableFuture.runAsync(request, threads))
                        .toArray(CompletableFuture[]::new))
                .join();
        requests.clear();
        deleted.clear();
        made = 0;
    }

    /** Groups that wait, for which room is held, and Pods that may be on a node that was another when they came, leave. */
    void deleteWhoWaitsForMoreThanRoom() {
        // Of those that are new the informer may not know yet.
        there = cluster.client().pods().inAnyNamespace().list().getItems();
        delete(pod -> pod.getSpec().getNodeSelector().containsKey(POOL)
                || (!TestCluster.bound(pod) && pod.getMetadata().getLabels().containsKey(LinkChain.CHAIN)));
        request();
    }

    /** A single Pod leaves whose room one of those that wait may have; nobody does if nobody waits. */
    void makeRoomForOne() {
        there = pods();
        there.stream()
                .filter(pod -> !TestCluster.bound(pod))
                .mapToLong(pod -> Amounts.of(pod).cpu())
                .min()
                .stream()
                .boxed()
                .flatMap(cpu -> there.stream().filter(pod -> makesRoom(pod, cpu)))
                .findFirst()
                .ifPresent(pod -> {
                    delete(pod);
                    request();
                    Await.until("its kubelet knows", kubelets::pods, now -> now.stream()
                            .noneMatch(other -> other.getMetadata()
                                    .getUid()
                                    .equals(pod.getMetadata().getUid())));
                });
    }

    private boolean makesRoom(Pod pod, long cpu) {
        return TestCluster.bound(pod)
                && !cordoned.getOrDefault(pod.getSpec().getNodeName(), false)
                && Amounts.of(pod).cpu() >= cpu;
    }

    /** Pods without a node that some node would take. */
    List<String> left() {
        List<Node> nodes = cluster.client().nodes().list().getItems();
        return cluster.client().pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> !TestCluster.bound(pod))
                .filter(pod -> nodes.stream().anyMatch(node -> takes(node, pod)))
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private boolean takes(Node node, Pod pod) {
        return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && node.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(pod.getSpec().getNodeSelector().entrySet())
                && kubelets.admits(node.getMetadata().getName(), pod);
    }

    /** All nodes take Pods, two thirds of the Pods leave, some of each kind come: there is room for all. */
    void makeRoomForAll() {
        uncordonAll();
        there = pods();
        thinOut(PODS_A_NODE * cordoned.size() / 3);
        there.stream()
                .filter(pod -> !deleted.contains(pod.getMetadata().getName()))
                .filter(pod ->
                        LinkChain.provider(pod).filter(name -> !isThere(name)).isPresent())
                .forEach(this::deleteAll);
        for (int i = 0; i < cordoned.size(); i++) {
            makeGroup();
            make(selecting(single(), anyPool()));
            make(single());
        }
        request();
    }

    private boolean isThere(String name) {
        return !deleted.contains(name)
                && there.stream().anyMatch(pod -> pod.getMetadata().getName().equals(name));
    }

    @Override
    public void close() {
        threads.close();
    }
}
