package dev.kubewasm.cli.run;

import dev.kubewasm.cli.cluster.ClusterObjects;
import dev.kubewasm.cli.cluster.EmbeddedCluster;
import dev.kubewasm.cli.cluster.StandardNodes;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.options.CodeCache;
import dev.kubewasm.cli.report.RunReport;
import dev.kubewasm.node.ContainerStarter;
import dev.kubewasm.node.Images;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeSettings;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster in this process: an embedded API server, the scheduler, and an agent for each runtime node. {@link #settle()}
 * lets them work until nothing more happens.
 */
final class ClusterRun implements AutoCloseable {
    private static final String SCHEDULER = "kube-wasm";

    /** The scheduler of Pods that name none. A run has no kube-scheduler, so that it places these too, without links. */
    private static final String DEFAULT_SCHEDULER = "default-scheduler";

    private static final Duration LINK_DEADLINE = Duration.ofSeconds(5);
    private static final long DEFAULT_MEMORY_LIMIT = 1L << 30;

    private final InstantSource clock = InstantSource.system();
    private final RunOptions options;
    private final EmbeddedCluster cluster;
    private final PodFactsFactory pods;
    private final ComponentSource components;
    private final ComponentRuntime runtime;
    private final HostInterfaces host = Wasi.hostInterfaces();
    private final NodeSettings nodeSettings;
    private final ContainerStarter starter;
    private final ScheduleProblems problems = new ScheduleProblems();
    private final List<NodeAgent> agents = new ArrayList<>();

    ClusterRun(RunOptions options, PrintWriter err) {
        this.options = options;
        this.cluster = new EmbeddedCluster(new AsObserved(), clock);
        this.pods = new PodFactsFactory(Set.of(SCHEDULER), cluster);
        ArtifactSource artifacts = new OciLayoutArtifactSource(options.folder().resolve("oci"));
        this.components = new ComponentResolver(artifacts, cluster);
        this.runtime = ComponentRuntime.builder()
                .engine(options.engine())
                .codeCache(CodeCache.folder())
                .build();
        this.nodeSettings = NodeSettings.inPlace(LINK_DEADLINE, DEFAULT_MEMORY_LIMIT, clock, new PrefixedLogs(err));
        this.starter =
                new ContainerStarter(new Images(artifacts, runtime), components, runtime, host, cluster, nodeSettings);
    }

    /** Stores the objects and their nodes; returns what was refused, and then nothing is stored. */
    List<ManifestProblem> apply(List<Manifest> manifests) {
        List<Node> nodes = manifests.stream()
                .map(Manifest::object)
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .toList();
        List<Node> madeUp = nodes.isEmpty() ? StandardNodes.make(options.nodes()) : List.of();
        for (Node node : nodes.isEmpty() ? madeUp : nodes) {
            if (StandardNodes.isRuntimeNode(node)) {
                StandardNodes.register(node, host.names());
                NodeName name = new NodeName(node.getMetadata().getName());
                agents.add(new NodeAgent(name, cluster, pods::observe, starter, nodeSettings));
            }
        }
        List<ManifestProblem> refused = cluster.apply(manifests);
        if (refused.isEmpty()) {
            madeUp.forEach(cluster::add);
        }
        return refused;
    }

    /** Schedules, starts and links until nothing more happens and commands have ended, or the time is over. */
    void settle() throws InterruptedException {
        Instant deadline = clock.instant().plus(options.timeLimit());
        try (Scheduler scheduler = new Scheduler(
                cluster,
                components,
                new SchedulerSettings(
                        new PlacementSettings(
                                options.seed(),
                                PlacementSettings.DEFAULT.stepLimit(),
                                options.timeLimit(),
                                PlacementSettings.DEFAULT.weights()),
                        QueueSettings.DEFAULT),
                clock,
                problems)) {
            boolean busy = true;
            while (busy) {
                busy = cluster.deliver();
                while (scheduler.hasWork()) {
                    scheduler.runCycle();
                    busy |= cluster.deliver();
                }
                for (NodeAgent agent : agents) {
                    busy |= agent.reconcile();
                }
                busy = busy || awaitCommand(deadline);
            }
        }
    }

    /** Waits until one of the commands under way has ended; false if there is none, or none ended in time. */
    private boolean awaitCommand(Instant deadline) throws InterruptedException {
        CompletableFuture<?>[] commands =
                agents.stream().flatMap(agent -> agent.commands().stream()).toArray(CompletableFuture<?>[]::new);
        if (commands.length == 0) {
            return false;
        }
        try {
            CompletableFuture.anyOf(commands)
                    .get(Duration.between(clock.instant(), deadline).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a command broke", e.getCause());
        }
    }

    /** Makes the calls and says how everything stands. */
    RunReport report() throws InterruptedException {
        List<RunReport.CallRow> calls = new Calls(cluster, agents, pods, options).make();
        // A call that trapped has changed its Pod.
        settle();
        return new RunReport(Rows.pods(cluster.pods(), problems), Rows.links(cluster.pods(), agents), calls);
    }

    /**
     * What is worth saying besides the answer: the scheduler's warnings, bad WIT with the place marked, what can't be read
     * of nodes, and Pods on nodes that nobody here runs.
     */
    List<String> notices() {
        List<String> notices = new ArrayList<>(problems.warnings());
        notices.addAll(WitErrors.of(cluster.pods(), pods));
        notices.addAll(Rows.nodeNotices(cluster.nodes()));
        notices.addAll(Rows.notices(cluster.pods(), agents));
        notices.addAll(Rows.warnings(cluster.pods(), cluster::events));
        return notices;
    }

    @Override
    public void close() {
        agents.forEach(NodeAgent::close);
        runtime.close();
    }

    /** Reads objects as the scheduler does, Pods of the default scheduler as ordinary ones of its own. */
    private final class AsObserved implements ClusterObjects {
        @Override
        public ObservedPod pod(Pod pod) {
            ObservedPod observed = pods.observe(pod);
            String scheduler = Objects.requireNonNullElse(pod.getSpec().getSchedulerName(), DEFAULT_SCHEDULER);
            return scheduler.equals(DEFAULT_SCHEDULER)
                    ? new ObservedPod(
                            observed.facts(),
                            observed.info(),
                            Optional.of(SCHEDULER),
                            observed.gated(),
                            List.of(),
                            List.of(),
                            observed.lastMessage())
                    : observed;
        }

        @Override
        public ObservedNode node(Node node) {
            return NodeFactsFactory.observe(node);
        }
    }
}
