package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsOfPodsTest {
    private final KubernetesSerialization client = new KubernetesSerialization();
    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesSerialization reading = new KubernetesSerialization(mapper, true);

    @BeforeEach
    void customize() {
        new EventsOfPods().customize(mapper);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // As the API server writes Pods, with fields that aren't known yet, and bookmarks.
                """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n","uid":"u","annotations":{"a":"b","kind":"Node"},
                 "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"o","controller":true}],"new":{"x":[1,{"y":2}]}},
                 "spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"10m"}},"new":true}],"new":7},
                 "status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False"}]},"new":"field"}""",
                """
                {"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7","creationTimestamp":null},"spec":{"containers":null},"status":{}}""",
                """
                {"kind":"Pod","apiVersion":"v1"}""",
                // In another order, and other kinds.
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"nodeName":"n"}}""",
                """
                {"metadata":{"name":"p"},"kind":"Pod","apiVersion":"v1"}""",
                """
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"n"},"status":{"capacity":{"cpu":"4"}}}""",
                """
                {"kind":"Pod","apiVersion":"example.com/v1","metadata":{"name":"p"},"spec":{"of":"another group"}}""",
                """
                {"kind":"Pod","metadata":{"name":"p"},"apiVersion":"v1"}""",
                """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"Expired","code":410}""",
                "{}",
                "[]",
                "7",
                "null"
            })
    void anEventIsReadAsTheClientReadsIt(String object) {
        String event = "{\"type\":\"MODIFIED\",\"object\":%s}".formatted(object);
        assertThat(reading.unmarshal(event, WatchEvent.class))
                .usingRecursiveComparison()
                .isEqualTo(client.unmarshal(event, WatchEvent.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"kind\",\"Pod\",\"apiVersion\",\"v1\"]",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":[]}",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":",
                "{\"kind\":"
            })
    void whatIsNoObjectIsRefusedAsByTheClient(String object) {
        String event = "{\"type\":\"MODIFIED\",\"object\":%s}".formatted(object);
        assertThatThrownBy(() -> client.unmarshal(event, WatchEvent.class)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> reading.unmarshal(event, WatchEvent.class)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void theTypeMayComeAfterThePod() {
        String pod = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"}}";
        WatchEvent event = reading.unmarshal("{\"object\":" + pod + ",\"type\":\"ADDED\"}", WatchEvent.class);
        assertThat(event.getObject()).isInstanceOf(Pod.class);
        assertThat(event.getType()).isEqualTo("ADDED");
    }

    /** A tree has the last of two fields of one name. */
    @Test
    void noTreeIsMadeOfAPod() {
        String event =
                "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"kind\":\"Node\"}}";
        assertThat(client.unmarshal(event, WatchEvent.class).getObject()).isInstanceOf(Node.class);
        assertThat(reading.unmarshal(event, WatchEvent.class).getObject()).isInstanceOf(Pod.class);
    }
}
