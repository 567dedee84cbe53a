package dev.kubewasm.node.app.identity;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks every second whether a certificate is to be renewed, each on a thread of its own: to get one may take minutes. */
public final class Renewals implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            0, Thread.ofPlatform().daemon().name("certificates-", 0).factory());

    /** Has it renewed until this is closed. */
    public void add(CertificateRenewal renewal) {
        timer.setCorePoolSize(timer.getCorePoolSize() + 1);
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(renewal::renewIfDue, 0, 1, TimeUnit.SECONDS);
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
