package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Lease dated by when this process saw it change. What its holder writes as {@code renewTime} is by the holder's clock, and
 * the elector compares it with this machine's: the two may be an hour apart. So the elector is told that the Lease was renewed
 * as long ago as the process has seen it as it is, counted by a clock that nobody sets. The first look counts as a renewal: whoever
 * has just started waits for the Lease's whole duration.
 */
final class SightedLease implements Lock {
    private final Lock lease;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Sighting last;

    private record Sighting(LeaderElectionRecord found, long nanos) {}

    /**
     * @param lease as its holder dates it
     * @param clock by which the elector tells whether the Lease has run out
     * @param nanos counts nanoseconds, from anywhere
     */
    SightedLease(Lock lease, InstantSource clock, LongSupplier nanos) {
        this.lease = lease;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord found = lease.get(client);
        if (found == null) {
            last = null;
            return null;
        }
        // After the answer: counted from before the question, a renewal in between would count as older than it is.
        long now = nanos.getAsLong();
        Sighting seen = last;
        if (seen == null || !seen.found().equals(found)) {
            seen = new Sighting(found, now);
            last = seen;
        }
        ZonedDateTime renewed =
                clock.instant().minus(Duration.ofNanos(now - seen.nanos())).atZone(ZoneOffset.UTC);
        return found.toBuilder().renewTime(renewed).build();
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leader) {
        lease.create(client, leader);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leader) {
        lease.update(client, leader);
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
