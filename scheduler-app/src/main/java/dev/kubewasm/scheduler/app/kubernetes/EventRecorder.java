package dev.kubewasm.scheduler.app.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.PodEvent;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Records events of API group {@code events.k8s.io}. An event's name follows from what it says, so the same thing said
 * again, also by a scheduler that was restarted in between, is the same event with a higher count in its series.
 */
final class EventRecorder {
    /** The longest {@code note} that the API server takes, in bytes. */
    private static final int MAX_NOTE = 1024;

    private static final int MAX_NAME_PREFIX = 200;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String instance;
    private final InstantSource clock;

    EventRecorder(KubernetesClient client, String instance, InstantSource clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
    }

    void record(PodEvent event) {
        String pod = event.pod().name();
        String said = event.uid() + "\n" + event.reason().text() + "\n" + event.message();
        String name = (pod.length() <= MAX_NAME_PREFIX ? pod : pod.substring(0, MAX_NAME_PREFIX)) + "."
                + Digest.of(said.getBytes(UTF_8)).hex().substring(0, 16);
        MicroTime now = new MicroTime(MICROS.format(clock.instant()));
        Event recorded = new EventBuilder()
                .withNewMetadata()
                .withNamespace(event.pod().namespace())
                .withName(name)
                .endMetadata()
                .withEventTime(now)
                .withType(event.reason().type())
                .withReason(event.reason().text())
                .withAction(event.reason().action())
                .withNote(cut(event.message()))
                .withReportingController(event.profile())
                .withReportingInstance(instance)
                .withNewRegarding()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(event.pod().namespace())
                .withName(pod)
                .withUid(event.uid().value())
                .endRegarding()
                .build();
        String namespace = event.pod().namespace();
        try {
            // Not the typed call, which would read the answer: nobody looks at it.
            client.raw("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events", "POST", recorded);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            client.events().v1().events().inNamespace(namespace).withName(name).edit(before -> {
                int count = before.getSeries() == null ? 1 : before.getSeries().getCount();
                return new EventBuilder(before)
                        .withNewSeries()
                        .withCount(count + 1)
                        .withLastObservedTime(now)
                        .endSeries()
                        .build();
            });
        }
    }

    /** At most {@link #MAX_NOTE} bytes of UTF-8, cut between characters. */
    static String cut(String message) {
        if (message.getBytes(UTF_8).length <= MAX_NOTE) {
            return message;
        }
        String ellipsis = "…";
        int room = MAX_NOTE - ellipsis.getBytes(UTF_8).length;
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int i = 0; i < message.length(); i = message.offsetByCodePoints(i, 1)) {
            String next = Character.toString(message.codePointAt(i));
            used += next.getBytes(UTF_8).length;
            if (used > room) {
                break;
            }
            kept.append(next);
        }
        return kept.append(ellipsis).toString();
    }
}
