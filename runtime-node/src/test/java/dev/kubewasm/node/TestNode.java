package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.logs.LogFiles;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.runtime.wave.WaveException;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A node with an agent, the Pods bound to it, and the images of one layout; the components in them are real. */
final class TestNode implements NodeCluster, AutoCloseable {
    /** The namespace of every Pod here. */
    static final String NAMESPACE = "shop";

    private static final NodeName NODE = new NodeName("node-1");
    private static final ComponentRuntime RUNTIME = ComponentRuntime.builder().build();
    private static final Layout PRICING = new Layout("examples/pricing/oci", "examples/pricing/updates/oci");
    private static final Layout FIXTURES = new Layout("runtime-node/src/test/resources/components/oci");

    private final Layout layout;
    private final Supplier<NodeAgent> agents;
    private NodeAgent agent;
    private final Map<PodKey, Pod> pods = new LinkedHashMap<>();
    private final Map<String, ConfigMap> configMaps = new TreeMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();
    private final Map<PodKey, PodStatus> statuses = new TreeMap<>();
    private final Map<String, ByteArrayOutputStream> logs = new TreeMap<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private boolean reachable = true;
    private Optional<Duration> hangs = Optional.empty();
    private int asked;
    private Runnable whileToldAStatus = () -> {};
    /** How many more of its writes the agent lives to make. */
    private int writesLeft = Integer.MAX_VALUE;

    private boolean lastWriteArrives;
    private int writes;
    /** Those that were killed: what they ran goes when this is closed, as it goes with their process. */
    private final List<NodeAgent> killed = new ArrayList<>();

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    /** The images of several layouts. */
    private record Several(List<ArtifactSource> sources) implements ArtifactSource {
        @Override
        public Resolution resolve(ImageReference image) {
            return sources.stream()
                    .map(source -> source.resolve(image))
                    .filter(Resolution.Resolved.class::isInstance)
                    .findFirst()
                    .orElseGet(() -> sources.getFirst().resolve(image));
        }

        @Override
        public Binary binary(WasmArtifact artifact) {
            return sources.stream()
                    .map(source -> source.binary(artifact))
                    .filter(Binary.Bytes.class::isInstance)
                    .findFirst()
                    .orElseGet(() -> sources.getFirst().binary(artifact));
        }
    }

    /** Images compiled once for all tests. */
    private static final class Layout {
        private final ArtifactSource artifacts;
        private final Images images;

        Layout(String... folders) {
            artifacts = new Several(Stream.of(folders)
                    .<ArtifactSource>map(folder ->
                            new OciLayoutArtifactSource(ProjectRoot.path().resolve(folder)))
                    .toList());
            images = new Images(artifacts, RUNTIME);
        }

        /** The same images, what is pulled and compiled of them kept in {@code cache}. */
        Layout(Layout other, Path cache) throws IOException {
            artifacts = other.artifacts;
            images = new Images(
                    _ -> artifacts,
                    ComponentRuntime.builder().codeCache(cache.resolve("code")).build(),
                    Runnable::run,
                    Optional.of(new ArtifactCache(cache, 1 << 30, InstantSource.system())));
        }
    }

    /** Output that begins and ends, as a file of the kubelet's does. */
    private static final class Log extends FilterOutputStream {
        Log(OutputStream to) {
            super(to);
        }

        @Override
        public void close() throws IOException {
            write("[end]".getBytes(StandardCharsets.UTF_8));
        }
    }

    private TestNode(Layout layout, Optional<LogFiles> files, Optional<VolumeSettings> volumes, boolean cpuShares) {
        this(layout, files, volumes, cpuShares, NodeSettings.START_DEADLINE, Runnable::run);
    }

    private TestNode(
            Layout layout,
            Optional<LogFiles> files,
            Optional<VolumeSettings> volumes,
            boolean cpuShares,
            Duration startDeadline,
            Executor background) {
        this.layout = layout;
        NodeSettings settings = new NodeSettings(
                Duration.ofSeconds(20),
                startDeadline,
                1L << 30,
                () -> now,
                files.<NodeSettings.Logs>map(f -> f).orElse(this::log),
                volumes,
                cpuShares,
                background,
                events::add,
                () -> {});
        ContainerStarter starter = new ContainerStarter(
                layout.images,
                new ComponentResolver(layout.artifacts, (namespace, name, key) -> Optional.empty()),
                RUNTIME,
                Wasi.hostInterfaces(),
                this,
                settings);
        PodFactsFactory facts = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);
        this.agents = () -> new NodeAgent(NODE, this, facts::observe, starter, settings);
        this.agent = agents.get();
    }

    private OutputStream log(NodeSettings.ContainerId container) {
        return new Log(logs.computeIfAbsent(container.pod().toString(), _ -> new ByteArrayOutputStream()));
    }

    /** A node that can pull the images of {@code examples/pricing}, those of its updates too. */
    static TestNode ofPricing() {
        return new TestNode(PRICING, Optional.empty(), Optional.empty(), false);
    }

    /** A node that can pull the images kept beside these tests. */
    static TestNode ofFixtures() {
        return new TestNode(FIXTURES, Optional.empty(), Optional.empty(), false);
    }

    /** The same, with volumes. */
    static TestNode ofFixtures(VolumeSettings volumes) {
        return new TestNode(FIXTURES, Optional.empty(), Optional.of(volumes), false);
    }

    /**
     * The same with all that a node keeps on disk in {@code folder}: {@code artifacts}, {@code logs}, {@code volumes}. Nothing has
     * been pulled yet.
     */
    static TestNode onDisk(Path folder) throws IOException {
        return new TestNode(
                new Layout(FIXTURES, folder.resolve("artifacts")),
                Optional.of(new LogFiles(folder.resolve("logs"), LogFiles.Limits.DEFAULT, InstantSource.system())),
                Optional.of(new VolumeSettings(folder.resolve("volumes"), List.of())),
                false);
    }

    /** The same without volumes, where commands get CPU in the ratio of what they request. */
    static TestNode sharingCpu() {
        return new TestNode(FIXTURES, Optional.empty(), Optional.empty(), true);
    }

    /** The same, where a component has {@code deadline} to start. */
    static TestNode starting(Duration deadline) {
        return new TestNode(FIXTURES, Optional.empty(), Optional.empty(), false, deadline, Runnable::run);
    }

    /** The same with a day for that, and what takes long done on threads of their own, as on a real node. */
    static TestNode inBackground() {
        return new TestNode(
                FIXTURES, Optional.empty(), Optional.empty(), false, Duration.ofDays(1), work -> Thread.ofPlatform()
                        .daemon()
                        .start(work));
    }

    NodeAgent agent() {
        return agent;
    }

    static PodKey key(String pod) {
        return new PodKey(NAMESPACE, pod);
    }

    static Uid uid(String pod) {
        return new Uid(
                UUID.nameUUIDFromBytes(pod.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /**
     * A Pod bound to the node, with one container of the Pod's name; its imports are wired to {@code providers}, those that
     * aren't in there to the host.
     */
    Pod pod(String name, String image, Map<String, WiredImport> providers) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withUid(uid(name).value())
                .addToAnnotations(WiringAnnotation.KEY, wiring(Map.of(name, wire(image, providers))))
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE.value())
                .withSchedulerName("kube-wasm")
                .addToNodeSelector(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)
                .addNewContainer()
                .withName(name)
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    /** The wiring of a container that runs {@code image}; of one whose image isn't there, {@code providers} alone. */
    ContainerWiring wire(String image, Map<String, WiredImport> providers) {
        Map<String, WiredImport> imports = new TreeMap<>(providers);
        if (layout.images.prepare(reference(image), PullPolicy.ALWAYS) instanceof Images.Prepared.Ready ready) {
            ready.component().imports().forEach(name -> imports.putIfAbsent(name, new WiredImport.Host()));
        }
        return ContainerWiring.of(Optional.empty(), imports);
    }

    private static ComponentReference reference(String image) {
        return new ComponentReference(NAMESPACE, "any", image, Optional.empty(), Optional.empty());
    }

    /** The value of the wiring annotation. */
    static String wiring(Map<String, ContainerWiring> containers) {
        Parsed<String> written = WiringAnnotation.write(DecidedWiring.of(containers));
        assertThat(written).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid<String>) written).value();
    }

    /** Binds a Pod to the node, or replaces it. */
    void bind(Pod pod) {
        pods.put(key(pod.getMetadata().getName()), pod);
    }

    /** Deletes a Pod. */
    void delete(String pod) {
        pods.remove(key(pod));
        statuses.remove(key(pod));
    }

    /** Asks for the deletion of a Pod; it is gone when the agent says so. */
    void beginDeletion(String pod, long graceSeconds) {
        pods.computeIfPresent(key(pod), (_, before) -> new PodBuilder(before)
                .editMetadata()
                .withDeletionTimestamp(now.toString())
                .withDeletionGracePeriodSeconds(graceSeconds)
                .endMetadata()
                .build());
    }

    boolean isBound(String pod) {
        return pods.containsKey(key(pod));
    }

    /** The agent was killed in the middle of its work: nobody but {@link #replaceAgent} may catch it. */
    static final class AgentKilled extends Error {
        private static final long serialVersionUID = 1L;

        AgentKilled() {
            super("the agent was killed");
        }
    }

    /**
     * The agent is killed when it writes to the cluster for that time from now.
     *
     * @param write from 0
     * @param arrives whether what it writes is taken first
     */
    void killAgentAtWrite(int write, boolean arrives) {
        writesLeft = write;
        lastWriteArrives = arrives;
    }

    /** How often the agent has written to the cluster. */
    int writes() {
        return writes;
    }

    private void write(Runnable work) {
        writes++;
        if (writesLeft-- > 0) {
            work.run();
            return;
        }
        writesLeft = Integer.MAX_VALUE;
        if (lastWriteArrives) {
            work.run();
        }
        throw new AgentKilled();
    }

    /** The agent ends without a word, wherever it is, and another takes its place. */
    void replaceAgent() {
        replaceAgentWhile(() -> {});
    }

    /** The same; while there is none, {@code work} is done. */
    void replaceAgentWhile(Runnable work) {
        killed.add(agent);
        work.run();
        statuses.forEach((key, status) -> pods.computeIfPresent(
                key, (_, pod) -> new PodBuilder(pod).withStatus(status).build()));
        agent = agents.get();
    }

    /** Lets the agent work until something is so that others bring about meanwhile. */
    void reconcileUntil(BooleanSupplier so) {
        do {
            agent.reconcile();
        } while (!so.getAsBoolean());
    }

    /** From now on the cluster gives no answer, and who asks for something has waited for {@code timeout} in vain. */
    void hang(Duration timeout) {
        hangs = Optional.of(timeout);
    }

    /** How often the cluster was asked since it hangs. */
    int asked() {
        return asked;
    }

    /** The cluster takes as long to take a status as {@code work} does. */
    void whileToldAStatus(Runnable work) {
        whileToldAStatus = work;
    }

    /** The cluster takes no status until this is called with true. */
    void reachable(boolean value) {
        reachable = value;
        hangs = Optional.empty();
    }

    void add(Secret secret) {
        secrets.put(secret.getMetadata().getName(), secret);
    }

    void add(ConfigMap map) {
        configMaps.put(map.getMetadata().getName(), map);
    }

    /** Lets the agent do all there is to do. */
    void reconcile() {
        agent.reconcile();
        assertThat(agent.reconcile()).as("there is nothing left to do").isFalse();
    }

    /** Lets the agent start what there is to start, waits until the commands among it have ended, and lets it see that. */
    void runCommands() {
        agent.reconcile();
        CompletableFuture.allOf(agent.commands().toArray(CompletableFuture<?>[]::new))
                .join();
        reconcile();
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** The status last reported of a Pod. */
    PodStatus status(String pod) {
        return Optional.ofNullable(statuses.get(key(pod)))
                .orElseThrow(() -> new AssertionError("no status of " + pod + " was reported"));
    }

    /** What happened to a Pod since this was asked last: {@code REASON: MESSAGE}. */
    List<String> events(String pod) {
        List<String> told = events.stream()
                .filter(event -> event.pod().equals(key(pod)))
                .map(event -> event.reason() + ": " + event.message())
                .toList();
        events.removeIf(event -> event.pod().equals(key(pod)));
        return told;
    }

    String phase(String pod) {
        return status(pod).getPhase();
    }

    /** Whether its condition Ready is True. */
    boolean ready(String pod) {
        return status(pod).getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    ContainerStatus container(String pod) {
        return status(pod).getContainerStatuses().getFirst();
    }

    /** Why the first container of a Pod waits: {@code REASON: MESSAGE}. */
    String waiting(String pod) {
        ContainerStateWaiting waiting = container(pod).getState().getWaiting();
        assertThat(waiting).as("state of %s: %s", pod, status(pod)).isNotNull();
        return waiting.getReason() + ": " + waiting.getMessage();
    }

    /** The only instance of a Pod that is Ready. */
    ComponentInstance instance(String pod) {
        Map<String, ComponentInstance> instances = agent.instances(key(pod));
        assertThat(instances).as("instances of %s", pod).hasSize(1);
        return instances.values().iterator().next();
    }

    /** Calls a function of a Pod that is Ready; arguments and result are WAVE text. */
    String call(String pod, String function, String arguments) throws WaveException {
        ExportedFunction called =
                instance(pod).function(function).orElseThrow(() -> new AssertionError(pod + " exports no " + function));
        return called.call(Wave.parseArguments(arguments, called.type()))
                .map(result -> Wave.print(result, called.type().result().orElseThrow()))
                .orElse("");
    }

    /** What the containers of a Pod have written. */
    String log(String pod) {
        return logs.getOrDefault(key(pod).toString(), new ByteArrayOutputStream())
                .toString(StandardCharsets.UTF_8);
    }

    @Override
    public List<Pod> pods(NodeName node) {
        return node.equals(NODE) ? List.copyOf(pods.values()) : List.of();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return namespace.equals(NAMESPACE) ? Optional.ofNullable(configMaps.get(name)) : Optional.empty();
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return namespace.equals(NAMESPACE) ? Optional.ofNullable(secrets.get(name)) : Optional.empty();
    }

    @Override
    public void remove(PodKey pod, Uid uid) {
        write(() -> {
            if (pods.containsKey(pod) && pods.get(pod).getMetadata().getUid().equals(uid.value())) {
                delete(pod.name());
            }
        });
    }

    @Override
    public void updateStatus(PodKey pod, Uid uid, PodStatus status) {
        hangs.ifPresent(timeout -> {
            asked++;
            pass(timeout);
            throw new ClusterUnavailableException("no answer within " + timeout, null);
        });
        if (!reachable) {
            throw new ClusterUnavailableException("it isn't there", null);
        }
        whileToldAStatus.run();
        write(() -> {
            if (pods.containsKey(pod) && pods.get(pod).getMetadata().getUid().equals(uid.value())) {
                statuses.put(pod, status);
            }
        });
    }

    @Override
    public void close() {
        agent.close();
        killed.forEach(NodeAgent::close);
    }
}
