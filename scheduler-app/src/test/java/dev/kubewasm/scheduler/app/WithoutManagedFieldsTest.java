package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class WithoutManagedFieldsTest {
    private static final String POD = """
            {"kind":"Pod","apiVersion":"v1",
             "metadata":{"name":"p","namespace":"default","uid":"u-1","resourceVersion":"7","labels":{"a":"b"}%s},
             "spec":{"containers":[{"name":"main","image":"i"}],"newField":{"x":[1]}},"status":{"phase":"Pending"}}""";
    private static final String MANAGED = """
            ,"managedFields":[{"manager":"kubectl","operation":"Update","fieldsV1":{"f:metadata":{"f:labels":{}}}}]""";

    private final KubernetesSerialization client = new KubernetesSerialization();

    @Test
    void whatIsReadIsAsIfThereWereNone() {
        ObjectMapper mapper = new ObjectMapper();
        new WithoutManagedFields().customize(mapper);
        KubernetesSerialization reading = new KubernetesSerialization(mapper, true);
        String event = "{\"type\":\"MODIFIED\",\"object\":%s}";
        String list = "{\"items\":[%s]}";
        assertThat(reading.unmarshal(event.formatted(POD.formatted(MANAGED)), WatchEvent.class))
                .isEqualTo(client.unmarshal(event.formatted(POD.formatted("")), WatchEvent.class))
                .isNotEqualTo(client.unmarshal(event.formatted(POD.formatted(MANAGED)), WatchEvent.class));
        assertThat(reading.unmarshal(list.formatted(POD.formatted(MANAGED)), PodList.class))
                .isEqualTo(client.unmarshal(list.formatted(POD.formatted("")), PodList.class));
    }
}
