package dev.kubewasm.node.app;

import dev.kubewasm.node.ArtifactCache;
import dev.kubewasm.node.ContainerStarter;
import dev.kubewasm.node.Images;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeSettings;
import dev.kubewasm.node.VolumeSettings;
import dev.kubewasm.node.app.host.HostCapacity;
import dev.kubewasm.node.app.identity.CertificateRenewal;
import dev.kubewasm.node.app.identity.CertificateRequests;
import dev.kubewasm.node.app.identity.Credential;
import dev.kubewasm.node.app.identity.Renewals;
import dev.kubewasm.node.app.identity.ServingCertificates;
import dev.kubewasm.node.app.kubelet.KubeletApi;
import dev.kubewasm.node.app.kubelet.KubeletServer;
import dev.kubewasm.node.app.kubernetes.BoundPods;
import dev.kubewasm.node.app.kubernetes.NodeDescription;
import dev.kubewasm.node.app.kubernetes.NodeRegistration;
import dev.kubewasm.node.app.kubernetes.PodEvents;
import dev.kubewasm.node.app.kubernetes.ReplicaSetOwners;
import dev.kubewasm.node.app.metrics.LinkMetrics;
import dev.kubewasm.node.logs.LogFiles;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The node of this process, from start to stop. */
@ApplicationScoped
public class NodeService {
    private final NodeConfig config;
    private final KubernetesClient given;
    private final Vertx vertx;
    private final MeterRegistry registry;
    private final CollectorRegistry collectors;
    private final InstantSource clock = InstantSource.system();
    /** What is to be closed, the latest first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private @Nullable NodeLoop loop;
    private @Nullable Heartbeat heartbeat;
    private @Nullable BoundPods pods;

    NodeService(
            NodeConfig config,
            KubernetesClient given,
            Vertx vertx,
            MeterRegistry registry,
            CollectorRegistry collectors) {
        this.vertx = vertx;
        this.collectors = collectors;
        this.registry = registry;
        this.config = config;
        this.given = given;
    }

    void start(@Observes StartupEvent event) throws IOException, CertificateRequests.RefusedException {
        Path folder = Files.createDirectories(config.folder()).toRealPath();
        Descriptions descriptions = new Descriptions(config);
        NodeName name = descriptions.name();
        HostInterfaces host = Wasi.hostInterfaces();

        NodeIdentity identity = closing(NodeIdentity.assume(name, config, folder, given, clock));
        Supplier<KubernetesClient> client = identity.client();
        NodeLoop agentLoop = new NodeLoop(clock);
        BoundPods bound = closing(new BoundPods(client, name, agentLoop::signal));
        ExecutorService background = closing(Executors.newVirtualThreadPerTaskExecutor());
        // Not on virtual threads: what enters a component may hold a carrier for long, and its CPU time isn't measured
        // there.
        ExecutorService calls = closing(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("container-", 0).factory()));
        Path kept = folder.resolve("artifacts");
        ComponentRuntime runtime = closing(ComponentRuntime.builder()
                .engine(config.engine())
                .codeCache(kept.resolve("code"))
                .build());
        ImageSources artifacts = closing(new ImageSources(config.artifacts(), bound));
        PodEvents events = closing(new PodEvents(client, name, clock));
        NodeMetrics metrics = new NodeMetrics(registry, clock);
        LogFiles logs = new LogFiles(folder.resolve("logs"), LogFiles.Limits.DEFAULT, clock);
        NodeSettings settings = new NodeSettings(
                config.linkDeadline(),
                NodeSettings.START_DEADLINE,
                config.capacity().containerMemory().asLongValue(),
                clock,
                logs,
                Optional.of(new VolumeSettings(
                        folder.resolve("volumes"), config.hostPaths().orElse(List.of()))),
                true,
                calls,
                happened -> {
                    metrics.count(happened);
                    events.record(happened);
                },
                agentLoop::signal);
        Images images = new Images(
                artifacts,
                runtime,
                work -> background.execute(() -> {
                    work.run();
                    agentLoop.signal();
                }),
                Optional.of(new ArtifactCache(kept, config.artifacts().maxKept().asLongValue(), clock)));
        PodFactsFactory facts = new PodFactsFactory(config.schedulerNames(), new ReplicaSetOwners(given));
        NodeAgent agent = closing(new NodeAgent(
                name,
                bound,
                pod -> DeclaredWorlds.readable(facts.observe(pod)),
                new ContainerStarter(images, new ComponentResolver(artifacts, bound), runtime, host, bound, settings),
                settings));
        metrics.watch(agent);
        collectors.register(new LinkMetrics(agent::linkUsage, config.metrics().links()));
        closing(agentLoop).start(agent, bound.watch());

        NodeDescription description = descriptions.describe(HostCapacity.measure(folder), host);
        ServingCertificates certificates = new ServingCertificates(
                description.host(), description.address(), config.kubelet().certificateLife());
        Path serving = Files.createDirectories(folder.resolve("serving"));
        Credential served = certificates.keptOrNew(serving, clock.instant());
        KubeletServer server = closing(KubeletApi.serve(
                vertx,
                new KubeletServer.Settings(
                        config.kubelet().host(),
                        config.kubelet().port(),
                        served,
                        config.kubelet().clientCa()),
                client,
                agent,
                bound,
                logs,
                clock));
        CertificateRenewal serverRenewal = new CertificateRenewal(
                "certificate of the kubelet's API",
                served,
                serving,
                () -> certificates.issue(clock.instant()),
                server::show,
                clock,
                RandomGenerator.getDefault());
        Renewals renewals = closing(new Renewals());
        renewals.add(serverRenewal);
        metrics.watch("server", serverRenewal);
        Runnable watchAnew = () -> {
            CompletionStage<Void> _ = bound.watch();
        };
        identity.renewal(watchAnew).ifPresent(renewal -> {
            renewals.add(renewal);
            metrics.watch("client", renewal);
        });
        Heartbeat beat = new Heartbeat(new NodeRegistration(client, description, clock), folder);
        closing(beat).start();
        loop = agentLoop;
        pods = bound;
        heartbeat = beat;
    }

    private <T extends AutoCloseable> T closing(T opened) {
        open.push(opened);
        return opened;
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Whether the node's loop goes on. */
    boolean alive() {
        return loop != null && loop.alive();
    }

    /** Whether the Node is registered and its Pods are known. */
    boolean ready() {
        return heartbeat != null && heartbeat.registered() && pods != null && pods.synced();
    }
}
