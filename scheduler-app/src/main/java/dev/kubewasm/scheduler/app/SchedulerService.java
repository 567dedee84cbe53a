package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.scheduler.app.kubernetes.KubernetesCluster;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of this process, from start to stop. There is no leader election: run a single replica (two would be
 * safe, since the API server binds a Pod once, but would get in each other's way).
 */
@ApplicationScoped
public class SchedulerService {
    private final SchedulerConfig config;
    private final KubernetesClient client;
    private final MeterRegistry registry;
    private @Nullable Scheduler scheduler;
    private @Nullable SchedulingLoop loop;

    SchedulerService(SchedulerConfig config, KubernetesClient client, MeterRegistry registry) {
        this.config = config;
        this.client = client;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        InstantSource clock = InstantSource.system();
        KubernetesCluster cluster = new KubernetesCluster(client, config.name(), clock);
        ArtifactSource artifacts = config.artifacts()
                .ociLayout()
                .<ArtifactSource>map(OciLayoutArtifactSource::new)
                .orElseGet(NoArtifacts::new);
        SchedulerMetrics metrics = new SchedulerMetrics(registry);
        QueueSettings queue = new QueueSettings(
                config.queue().initialBackoff(),
                config.queue().maxBackoff(),
                config.queue().retryUnschedulableAfter());
        Scheduler started = new Scheduler(
                cluster,
                new ComponentResolver(artifacts, cluster),
                new SchedulerSettings(
                                SchedulerSettings.DEFAULT
                                        .placement()
                                        .withWeights(ConstraintWeights.named(config.weights())),
                                queue)
                        .withPlacement(config.seed(), config.timeLimit()),
                clock,
                metrics);
        metrics.watchQueue(started);
        SchedulingLoop running = new SchedulingLoop(started, clock);
        running.start();
        scheduler = started;
        loop = running;
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        if (scheduler != null) {
            scheduler.close();
        }
    }

    /** Whether the scheduling thread goes on. */
    boolean alive() {
        return loop != null && loop.alive();
    }

    /** Whether what there is in the cluster is known, so that Pods are placed. */
    boolean ready() {
        return scheduler != null && scheduler.synced();
    }

    /** No images are configured: each is answered so. */
    private static final class NoArtifacts implements ArtifactSource {
        @Override
        public Resolution resolve(ImageReference image) {
            return new Resolution.Refused(problem(image));
        }

        @Override
        public Binary binary(WasmArtifact artifact) {
            return new Binary.Refused(problem(artifact.image()));
        }

        private static ArtifactProblem problem(ImageReference image) {
            return new ArtifactProblem.ImageNotFound(
                    image, "any place the scheduler reads (kube-wasm.scheduler.artifacts.oci-layout isn't set)");
        }
    }
}
