package dev.kubewasm.benchmarks.node;

import dev.kubewasm.node.ArtifactCache;
import dev.kubewasm.node.ContainerStarter;
import dev.kubewasm.node.Images;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.node.NodeSettings;
import dev.kubewasm.node.logs.LogFiles;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The node agent as a process has it, with logs and binaries on disk, and a cluster in memory in the place of the API server: a
 * Pod that is bound is known at once, and a status that is reported is taken at once. Work is done in place, by the thread that
 * asks for it. Notes when each step of the start of a Pod was reached.
 */
final class BenchmarkNode implements NodeCluster, AutoCloseable {
    private final Map<PodKey, Pod> pods = new LinkedHashMap<>();
    private final ComponentRuntime runtime;
    private final NodeAgent agent;
    private boolean reachable = true;
    private boolean registryThere = true;
    private final AtomicLong resolved = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();

    /**
     * A node with the images of {@code layouts}, by the beginnings of their names.
     *
     * @param folder of the node alone
     */
    BenchmarkNode(Map<String, Path> layouts, Path folder, String engine) throws IOException {
        Map<String, ArtifactSource> sources = new LinkedHashMap<>();
        layouts.forEach((prefix, layout) -> sources.put(prefix, new OciLayoutArtifactSource(layout)));
        ArtifactSource artifacts = new Registry(sources);
        this.runtime = ComponentRuntime.builder()
                .engine(engine)
                .codeCache(folder.resolve("code"))
                .build();
        LogFiles logs = new LogFiles(folder.resolve("logs"), LogFiles.Limits.DEFAULT, InstantSource.system());
        NodeSettings settings =
                NodeSettings.inPlace(Duration.ofSeconds(5), 1L << 28, InstantSource.system(), container -> {
                    opened.set(System.nanoTime());
                    return logs.open(container);
                });
        Images images = new Images(
                _ -> artifacts,
                runtime,
                Runnable::run,
                Optional.of(new ArtifactCache(folder.resolve("artifacts"), 1L << 30, InstantSource.system())));
        PodFactsFactory facts = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);
        this.agent = new NodeAgent(
                PricingPods.NODE,
                this,
                facts::observe,
                new ContainerStarter(
                        images,
                        new ComponentResolver(artifacts, (namespace, name, key) -> Optional.empty()),
                        runtime,
                        Wasi.hostInterfaces(),
                        this,
                        settings),
                settings);
    }

    /** Tells when an image has been resolved; isn't there when it is told to be away. */
    private final class Registry implements ArtifactSource {
        private final Map<String, ArtifactSource> sources;

        Registry(Map<String, ArtifactSource> sources) {
            this.sources = sources;
        }

        @Override
        public Resolution resolve(ImageReference image) {
            if (!registryThere) {
                return new Resolution.Refused(new ArtifactProblem.Unreachable(image, "the registry", "it is away"));
            }
            Resolution answer = of(image).resolve(image);
            resolved.set(System.nanoTime());
            return answer;
        }

        @Override
        public Binary binary(WasmArtifact artifact) {
            return of(artifact.image()).binary(artifact);
        }

        private ArtifactSource of(ImageReference image) {
            return sources.entrySet().stream()
                    .filter(source -> image.toString().startsWith(source.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * When the last start of a Pod had come how far, {@link System#nanoTime()}.
     *
     * @param resolved its image was known
     * @param opened environment, volumes and links were known, and its log was open
     * @param reported it was instantiated and linked, and its status reported
     */
    record Steps(long resolved, long opened, long reported) {}

    Steps steps() {
        return new Steps(resolved.get(), opened.get(), reported.get());
    }

    NodeAgent agent() {
        return agent;
    }

    /** Whether the cluster takes what the node reports. */
    void reachable(boolean value) {
        reachable = value;
    }

    /** Whether images can be pulled. */
    void registryThere(boolean value) {
        registryThere = value;
    }

    void bind(Pod pod) {
        pods.put(PricingPods.key(pod.getMetadata().getName()), pod);
    }

    void delete(String name) {
        pods.remove(PricingPods.key(name));
    }

    @Override
    public List<Pod> pods(NodeName node) {
        return List.copyOf(pods.values());
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public void updateStatus(PodKey pod, Uid uid, PodStatus status) {
        if (!reachable) {
            throw new ClusterUnavailableException("nobody takes a status", null);
        }
        reported.set(System.nanoTime());
    }

    @Override
    public void remove(PodKey pod, Uid uid) {
        pods.remove(pod);
    }

    @Override
    public void close() {
        agent.close();
        runtime.close();
    }
}
