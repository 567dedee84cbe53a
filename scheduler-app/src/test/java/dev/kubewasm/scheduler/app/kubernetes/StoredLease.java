package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Lease whose requests take time, or fail. */
final class StoredLease implements Lock {
    @Nullable LeaderElectionRecord record;

    Duration takes = Duration.ZERO;
    boolean refuses;
    private final Consumer<Duration> pass;

    /** @param pass lets time pass */
    StoredLease(Consumer<Duration> pass) {
        this.pass = pass;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient asked) {
        pass.accept(takes);
        return record;
    }

    @Override
    public void create(KubernetesClient asked, LeaderElectionRecord written) {
        update(asked, written);
    }

    @Override
    public void update(KubernetesClient asked, LeaderElectionRecord written) {
        pass.accept(takes);
        if (refuses) {
            throw new KubernetesClientException("refused");
        }
        record = written;
    }

    @Override
    public String identity() {
        return "me";
    }

    @Override
    public String describe() {
        return "a lease";
    }
}
