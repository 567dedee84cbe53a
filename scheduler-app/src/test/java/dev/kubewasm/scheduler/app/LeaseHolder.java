package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A replica that does nothing but hold the schedulers' Lease, and whose clock is wrong. */
final class LeaseHolder implements AutoCloseable {
    private static final String ITSELF = "the-holder";
    private static final Duration RENEWS_EACH = Duration.ofMillis(500);

    private final Resource<Lease> lease;
    private final Duration ahead;
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor();
    private volatile long lastRenewal;

    /**
     * Makes the Lease, and renews it from now on.
     *
     * @param standsFor the Lease's duration
     * @param ahead of the right time, which its clock is; negative if it is behind
     */
    LeaseHolder(KubernetesClient client, Duration standsFor, Duration ahead) {
        this.ahead = ahead;
        this.lease = client.leases()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-wasm")
                        .withName("kube-wasm-scheduler")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(ITSELF)
                        .withLeaseDurationSeconds((int) standsFor.toSeconds())
                        .withAcquireTime(now())
                        .withRenewTime(now())
                        .withLeaseTransitions(0)
                        .endSpec()
                        .build());
        lease.create();
        ScheduledFuture<?> _ = renewing.scheduleWithFixedDelay(
                this::renew, RENEWS_EACH.toMillis(), RENEWS_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether nobody has taken the Lease. */
    boolean holds() {
        return lease.get().getSpec().getHolderIdentity().equals(ITSELF);
    }

    /** Before when it was renewed last, by {@link System#nanoTime}. */
    long lastRenewal() {
        return lastRenewal;
    }

    /** Of one that another has taken nothing is written any more. */
    private void renew() {
        lastRenewal = System.nanoTime();
        lease.edit(found -> found.getSpec().getHolderIdentity().equals(ITSELF)
                ? new LeaseBuilder(found)
                        .editSpec()
                        .withRenewTime(now())
                        .endSpec()
                        .build()
                : found);
    }

    private ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC).plus(ahead);
    }

    /** Dies, and leaves the Lease as it is. */
    void die() {
        renewing.close();
    }

    @Override
    public void close() {
        die();
    }
}
