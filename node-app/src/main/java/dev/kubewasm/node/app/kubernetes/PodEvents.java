package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.node.NodeEvent;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Records what happens to Pods as events, as a kubelet does: the same thing said again is counted up. Events are for people to
 * read, and nothing waits for them: they are sent on a thread of their own, and given up when too many wait or the API server
 * doesn't take them.
 */
public final class PodEvents implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PodEvents.class);

    /** How many may wait to be sent. */
    private static final int WAITING = 1000;

    /** How many are remembered to be counted up (client-go's {@code maxLruCacheEntries}). */
    private static final int REMEMBERED = 4096;

    /** The longest message that is sent, in characters. */
    private static final int LONGEST = 1024;

    private final Supplier<KubernetesClient> client;
    private final NodeName node;
    private final InstantSource clock;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("events").factory());

    /** The last part of the last event's name: the time in microseconds, or one more than the last. */
    private long lastName;

    /** What was said, and the event that says it; used by the sender alone. */
    private final Map<NodeEvent, Event> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeEvent, Event> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param client with the node's identity, as it is now
     * @param node what the events are said to come from
     * @param clock dates them
     */
    public PodEvents(Supplier<KubernetesClient> client, NodeName node, InstantSource clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    /** Has it recorded soon. */
    public void record(NodeEvent event) {
        String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            sender.execute(() -> send(event, at));
        } catch (RejectedExecutionException _) {
            LOG.debugf("too many events: nobody is told %s", event);
        }
    }

    private void send(NodeEvent event, String at) {
        var events = client.get().v1().events().inNamespace(event.pod().namespace());
        try {
            Event before = said.get(event);
            Event now = before == null
                    ? first(event, at)
                    : new EventBuilder(before)
                            .withCount(before.getCount() + 1)
                            .withLastTimestamp(at)
                            .build();
            said.put(
                    event,
                    Requests.ask(
                            "record an event",
                            () -> before == null
                                    ? events.resource(now).create()
                                    : events.resource(before).patch(now)));
        } catch (ClusterUnavailableException | KubernetesClientException e) {
            // Also one that has been deleted since: the next of its kind is a new one.
            said.remove(event);
            LOG.debugf("nobody is told %s: %s", event, e.getMessage());
        }
    }

    private Event first(NodeEvent event, String at) {
        String pod = event.pod().name();
        lastName = Math.max(lastName + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(event.pod().namespace())
                .withName(pod + "." + Long.toHexString(lastName))
                .endMetadata()
                .withType(event.severity() == NodeEvent.Severity.NORMAL ? "Normal" : "Warning")
                .withReason(event.reason())
                .withMessage(
                        event.message().length() <= LONGEST
                                ? event.message()
                                : event.message().substring(0, LONGEST - 1) + "…")
                .withCount(1)
                .withFirstTimestamp(at)
                .withLastTimestamp(at)
                .withReportingComponent("kube-wasm-node")
                .withReportingInstance(node.value())
                .withNewSource()
                .withComponent("kube-wasm-node")
                .withHost(node.value())
                .endSource()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(event.pod().namespace())
                .withName(pod)
                .withUid(event.uid().value())
                .withFieldPath(event.container()
                        .map(container -> "spec.containers{" + container + "}")
                        .orElse(null))
                .endInvolvedObject()
                .build();
    }

    /** Sends what waits, for a few seconds. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(3, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
