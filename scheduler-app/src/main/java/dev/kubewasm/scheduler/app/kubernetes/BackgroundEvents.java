package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.PodEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A cluster whose events are recorded in the background, as client-go's broadcaster does, those of one Pod one after the other, and
 * give way to bindings: no binding waits for an event, and a burst has the API server to itself, for which an event is half the work of a
 * binding. Each event gives way for some seconds at most. One that gets no answer is recorded again a few times; when more wait
 * than are kept, new ones are dropped.
 */
public final class BackgroundEvents implements ClusterPort, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BackgroundEvents.class);
    /** So many are recorded at once: one alone can't keep up with a hundred Pods a second. */
    private static final int LANES = 4;

    private static final int KEPT_BY_EACH = 2_500;
    /** With pauses that double from the first: about half a minute. */
    private static final int TRIES = 6;

    /** Bounds how late an event may be for whoever looks at its Pod while bindings go on and on. */
    private static final Duration GIVES_WAY_FOR = Duration.ofSeconds(10);

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    private final ClusterPort cluster;
    private final Duration givesWayFor;
    private final Duration firstPause;
    private final BindingsUnderWay bindings = new BindingsUnderWay();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final List<ThreadPoolExecutor> lanes;

    /** @param cluster what is changed */
    public BackgroundEvents(ClusterPort cluster) {
        this(cluster, KEPT_BY_EACH, GIVES_WAY_FOR, Duration.ofSeconds(1));
    }

    BackgroundEvents(ClusterPort cluster, int keptByEach, Duration givesWayFor, Duration firstPause) {
        this.cluster = cluster;
        this.givesWayFor = givesWayFor;
        this.firstPause = firstPause;
        this.lanes = Stream.generate(() -> new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(keptByEach),
                        Thread.ofVirtual().name("events").factory(),
                        (_, _) -> drop()))
                .limit(LANES)
                .toList();
    }

    @Override
    public void record(PodEvent event) {
        long handedIn = System.nanoTime();
        ThreadPoolExecutor lane = lanes.get(Math.floorMod(event.pod().hashCode(), LANES));
        lane.execute(() -> {
            try {
                bindings.awaitNone(givesWayFor.minusNanos(System.nanoTime() - handedIn));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            recordNow(event, lane);
        });
    }

    private void drop() {
        if (!dropping.getAndSet(true)) {
            LOG.warn("too many events wait to be recorded, or the program ends: new ones are dropped");
        }
    }

    private void recordNow(PodEvent event, ThreadPoolExecutor lane) {
        dropping.set(false);
        Duration pause = firstPause;
        for (int tries = 1; ; tries++) {
            Duration asked;
            try {
                cluster.record(event);
                return;
            } catch (ClusterUnavailableException e) {
                if (tries == TRIES || lane.isShutdown()) {
                    LOG.warnf("Pod %s: event %s was not recorded: %s", event.pod(), event.reason(), e.getMessage());
                    return;
                }
                asked = e.retryAfter();
            } catch (RuntimeException e) {
                LOG.warnf(e, "Pod %s: event %s was not recorded", event.pod(), event.reason());
                return;
            }
            try {
                Thread.sleep(asked.compareTo(pause) > 0 ? asked : pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause = pause.multipliedBy(2);
        }
    }

    @Override
    public Watch watch(ClusterListener listener) {
        return cluster.watch(listener);
    }

    @Override
    public BindAnswer bind(Binding binding) {
        bindings.begin();
        try {
            return cluster.bind(binding);
        } finally {
            bindings.end();
        }
    }

    @Override
    public void markUnschedulable(PodKey pod, Uid uid, String message) {
        cluster.markUnschedulable(pod, uid, message);
    }

    @Override
    public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {
        cluster.nominate(pod, uid, node);
    }

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {
        cluster.preempt(victim, uid, message);
    }

    /** Records what waits, for a few seconds at most. */
    @Override
    public void close() {
        lanes.forEach(ThreadPoolExecutor::shutdown);
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        int left = 0;
        try {
            for (ThreadPoolExecutor lane : lanes) {
                if (!lane.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    left += lane.shutdownNow().size();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (left > 0) {
            LOG.warnf("%d events were not recorded before the end", left);
        }
    }
}
