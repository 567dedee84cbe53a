package dev.kubewasm.node.app;

import dev.kubewasm.node.app.host.HostPressure;
import dev.kubewasm.node.app.kubernetes.NodeRegistration;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Says every ten seconds that the node is there, and at the end that it is going. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final NodeRegistration registration;
    private final Path folder;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("heartbeat").factory());
    private volatile boolean registered;

    Heartbeat(NodeRegistration registration, Path folder) {
        this.registration = registration;
        this.folder = folder;
    }

    void start() {
        ScheduledFuture<?> _ =
                timer.scheduleAtFixedRate(this::beat, 0, NodeRegistration.BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the Node has been registered. */
    boolean registered() {
        return registered;
    }

    private void beat() {
        try {
            registration.beat(HostPressure.measure(folder));
            registered = true;
        } catch (ClusterUnavailableException | KubernetesClientException | IOException e) {
            LOG.warnf("no heartbeat: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("no heartbeat", e);
        }
    }

    /** Says that the node is going; what can't be said now the cluster finds out by the Lease. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (timer.awaitTermination(5, TimeUnit.SECONDS) && registered) {
                registration.end();
            }
        } catch (ClusterUnavailableException | KubernetesClientException e) {
            LOG.warnf("the node goes without a word: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
