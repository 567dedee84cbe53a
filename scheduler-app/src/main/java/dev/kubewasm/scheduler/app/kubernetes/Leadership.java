package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.scheduler.configuration.LeaderElection;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in the election of a leader by a Lease. Being told that leadership is lost comes late to a process that was
 * paused; so {@link #holds()} doesn't go by what was told but by when the Lease was last renewed, and is asked before
 * anything is written to the cluster. What other replicas' clocks say doesn't matter: {@link SightedLease}.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final Fence fence;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("leader-election").daemon().factory());
    private final LeaderElector elector;
    private @Nullable CompletableFuture<?> election;
    private volatile boolean closed;

    /**
     * Not begun yet.
     *
     * @param settings which Lease, and its times
     * @param identity of this replica, another for each
     * @param onStarted called when this replica has become the leader
     * @param onLost called when it was the leader and isn't any more: it can't become one again
     */
    public Leadership(
            KubernetesClient client, LeaderElection settings, String identity, Runnable onStarted, Runnable onLost) {
        this.fence = new Fence(
                new SightedLease(
                        new LeaseLock(settings.resourceNamespace(), settings.resourceName(), identity),
                        InstantSource.system(),
                        System::nanoTime),
                settings.renewDeadline(),
                InstantSource.system(),
                System::nanoTime);
        LeaderCallbacks callbacks = new LeaderCallbacks(
                () -> {
                    LOG.infof("%s leads by Lease %s", identity, fence.describe());
                    onStarted.run();
                },
                () -> {
                    if (!closed) {
                        LOG.errorf("%s doesn't lead any more by Lease %s", identity, fence.describe());
                        onLost.run();
                    }
                },
                leader -> LOG.infof("the leader is %s", leader));
        this.elector = new LeaderElector(
                client,
                new LeaderElectionConfig(
                        fence,
                        settings.leaseDuration(),
                        settings.renewDeadline(),
                        settings.retryPeriod(),
                        callbacks,
                        true,
                        settings.resourceName()),
                executor);
    }

    /** Begins to ask for the Lease. */
    public void start() {
        election = elector.start();
    }

    /** Whether this replica is the leader at this moment, as far as can be told without asking. */
    public boolean holds() {
        return fence.holds();
    }

    /** Gives the Lease back, so that another replica need not wait until it has run out. */
    @Override
    public void close() {
        closed = true;
        if (election != null) {
            election.cancel(true);
        }
        executor.close();
    }

    /**
     * The Lease, which knows until when it stands. The time counts from before a renewal was asked for, so what this
     * replica takes for its time ends before others may take the Lease, and it counts by two clocks: the machine's, which
     * goes on while it sleeps but may be set, and the process's, which can't be set.
     */
    static final class Fence implements Lock {
        private final Lock lease;
        private final Duration standsFor;
        private final InstantSource clock;
        private final LongSupplier nanos;
        private volatile @Nullable Renewal last;

        private record Renewal(Instant at, long nanos) {}

        Fence(Lock lease, Duration standsFor, InstantSource clock, LongSupplier nanos) {
            this.lease = lease;
            this.standsFor = standsFor;
            this.clock = clock;
            this.nanos = nanos;
        }

        boolean holds() {
            Renewal renewal = last;
            return renewal != null
                    && nanos.getAsLong() - renewal.nanos() < standsFor.toNanos()
                    && Duration.between(renewal.at(), clock.instant()).compareTo(standsFor) < 0;
        }

        @Override
        public @Nullable LeaderElectionRecord get(KubernetesClient client) {
            LeaderElectionRecord found = lease.get(client);
            if (found != null && !identity().equals(found.getHolderIdentity())) {
                last = null;
            }
            return found;
        }

        @Override
        public void create(KubernetesClient client, LeaderElectionRecord leader) {
            Renewal asked = now();
            lease.create(client, leader);
            renewed(leader, asked);
        }

        @Override
        public void update(KubernetesClient client, LeaderElectionRecord leader) {
            if (!identity().equals(leader.getHolderIdentity())) {
                // Given back: from here on, not only once it has arrived.
                last = null;
            }
            Renewal asked = now();
            lease.update(client, leader);
            renewed(leader, asked);
        }

        private Renewal now() {
            return new Renewal(clock.instant(), nanos.getAsLong());
        }

        private void renewed(LeaderElectionRecord leader, Renewal asked) {
            if (identity().equals(leader.getHolderIdentity())) {
                last = asked;
            }
        }

        @Override
        public String identity() {
            return lease.identity();
        }

        @Override
        public String describe() {
            return lease.describe();
        }
    }
}
