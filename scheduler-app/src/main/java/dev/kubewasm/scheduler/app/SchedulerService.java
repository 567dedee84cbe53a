package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.scheduler.app.kubernetes.BackgroundEvents;
import dev.kubewasm.scheduler.app.kubernetes.FencedCluster;
import dev.kubewasm.scheduler.app.kubernetes.KubernetesCluster;
import dev.kubewasm.scheduler.app.kubernetes.Leadership;
import dev.kubewasm.scheduler.app.kubernetes.PullSecrets;
import dev.kubewasm.scheduler.app.kubernetes.RequestRate;
import dev.kubewasm.scheduler.app.kubernetes.RetryAfter;
import dev.kubewasm.scheduler.configuration.SchedulerConfiguration;
import dev.kubewasm.scheduler.core.Scheduler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of this process, from start to stop. It watches the cluster from the start, so that its caches are warm, and
 * places Pods while it leads. Once it has lost the lead the process ends: what starts in its place knows nothing stale.
 */
@ApplicationScoped
public class SchedulerService {
    private static final int LOST_THE_LEAD = 1;
    /** What a cycle may take, but for the time that its placement is given. */
    private static final Duration HANGS_AFTER = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final RetryAfter retryAfter;
    private final MeterRegistry registry;
    private final OpenTelemetry telemetry;
    private volatile @Nullable Scheduler scheduler;
    private volatile @Nullable SchedulingLoop loop;
    private volatile @Nullable Leadership leadership;
    private @Nullable ImageSources images;
    private @Nullable BackgroundEvents events;

    SchedulerService(KubernetesClient client, RetryAfter retryAfter, MeterRegistry registry, OpenTelemetry telemetry) {
        this.client = client;
        this.retryAfter = retryAfter;
        this.registry = registry;
        this.telemetry = telemetry;
    }

    void start(@Observes StartupEvent event) {
        SchedulerConfiguration configuration = SchedulerMain.configuration();
        SteadyClock clock = new SteadyClock();
        String identity = identity();
        KubernetesCluster cluster = new KubernetesCluster(
                client,
                configuration.settings().profiles().keySet(),
                identity,
                new RequestRate(
                        configuration.clientConnection().qps(),
                        configuration.clientConnection().burst()),
                retryAfter,
                InstantSource.system());
        images = new ImageSources(configuration.artifacts(), cluster, new PullSecrets(client), clock);
        Steps steps = configuration.tracing().endpoint().isPresent()
                ? new TracedSteps(telemetry.getTracer("kube-wasm-scheduler"))
                : Steps.NONE;
        SchedulerMetrics metrics = new SchedulerMetrics(registry, steps);
        FencedCluster fenced = new FencedCluster(cluster, this::leads);
        BackgroundEvents recording = new BackgroundEvents(fenced);
        events = recording;
        Scheduler started =
                new Scheduler(recording, fenced, images.components(), configuration.settings(), clock, metrics);
        SchedulingLoop running = new SchedulingLoop(started, clock, HANGS_AFTER.plus(configuration.longestTimeLimit()));
        scheduler = started;
        loop = running;
        metrics.watch(started::queueSizes, started::cacheSizes, this::leads);
        if (configuration.leaderElection().leaderElect()) {
            leadership = new Leadership(
                    client,
                    configuration.leaderElection(),
                    identity,
                    running::start,
                    () -> Quarkus.asyncExit(LOST_THE_LEAD));
            leadership.start();
        } else {
            running.start();
        }
    }

    /** As client-go's leader election has it: the host's name, which is the Pod's, and what tells two starts apart. */
    private static String identity() {
        try {
            return InetAddress.getLocalHost().getHostName() + "_" + UUID.randomUUID();
        } catch (UnknownHostException e) {
            return "scheduler_" + UUID.randomUUID();
        }
    }

    /** Lets what is under way come to its end, then hands the lead over. */
    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        if (scheduler != null) {
            scheduler.close();
        }
        if (events != null) {
            events.close();
        }
        if (leadership != null) {
            leadership.close();
        }
        if (images != null) {
            images.close();
        }
    }

    /** Whether this process may change the cluster. */
    boolean leads() {
        return leadership == null || leadership.holds();
    }

    /** Whether the scheduling thread goes on and doesn't hang in a cycle, or waits for the lead. */
    boolean alive() {
        return loop != null && loop.alive();
    }

    /** Whether what there is in the cluster is known, so that Pods are placed by this process or will be when it leads. */
    boolean ready() {
        return scheduler != null && scheduler.synced();
    }
}
