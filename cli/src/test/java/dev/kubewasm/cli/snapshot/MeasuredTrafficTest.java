package dev.kubewasm.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.cli.exit.UnusableInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTrafficTest {
    private static final String OBJECTS = """
            [{"kind": "Node", "metadata": {"name": "shop-1"}},
             {"kind": "Pod", "metadata": {"namespace": "ns", "name": "shop-1",
               "ownerReferences": [{"kind": "ReplicaSet", "name": "shop", "controller": true}]}},
             {"kind": "Pod", "metadata": {"namespace": "ns", "name": "shop-2", "annotations": {"kube-wasm/traffic": "7"},
               "ownerReferences": [{"kind": "ReplicaSet", "name": "other"},
                 {"kind": "ReplicaSet", "name": "shop", "controller": true}]}},
             {"kind": "Pod", "metadata": {"namespace": "else", "name": "shop-1"}},
             {"kind": "Pod", "metadata": {"namespace": "ns", "name": "bare"}},
             {"kind": "Pod", "metadata": {"namespace": "ns", "name": "idle", "annotations": {"kube-wasm/traffic": "7"}}}]
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void podsOfOneControllerGetTheCallsOfAllOfThemByInterface() throws IOException {
        Path one = file("n1.txt", """
                # HELP kube_wasm_link_calls_total calls through a link that began
                # TYPE kube_wasm_link_calls_total counter
                kube_wasm_link_calls_total{container="a",import="x:price/api@1.2.0",namespace="ns",pod="shop-1",provider="p"} 3000.0
                kube_wasm_link_calls_total{container="b",import="x:price/api@1.0.0",namespace="ns",pod="shop-1",provider="p"} 500.0
                kube_wasm_link_calls_total{container="b",import="x:log/api",namespace="ns",pod="shop-1",provider="a, \\"q\\"",} 1 1732000000000
                kube_wasm_link_calls_total{container="a",import="x:log/api",namespace="ns",pod="idle",provider="p"} 0.0
                kube_wasm_link_failures_total{container="a",import="x:log/api",namespace="ns",pod="idle",provider="p"} 4.0
                """);
        Path other = file("n2.txt", """
                kube_wasm_link_calls_total{exported_namespace="ns",namespace="kube-wasm",exported_pod="shop-2",pod="node",import="x:price/api"} 5e2
                kube_wasm_link_calls_total{namespace="ns",pod="bare",import="x:price/api"} 2000
                kube_wasm_link_calls_total{namespace="ns",pod="gone",import="x:price/api"} 9000
                """);
        JsonNode objects = new ObjectMapper().readTree(OBJECTS);

        int annotated = MeasuredTraffic.read(List.of(one, other)).annotate(objects);

        Map<String, String> traffic = new TreeMap<>();
        objects.forEach(object -> traffic.put(
                object.at("/metadata/namespace").asText() + "/"
                        + object.at("/metadata/name").asText(),
                object.path("metadata")
                        .path("annotations")
                        .path("kube-wasm/traffic")
                        .asText()));
        assertThat(annotated).isEqualTo(3);
        assertThat(traffic)
                .isEqualTo(Map.of(
                        "/shop-1", "",
                        "ns/shop-1", "x:log/api=3,x:price/api=10000",
                        "ns/shop-2", "x:log/api=3,x:price/api=10000",
                        "ns/bare", "x:price/api=5000",
                        "ns/idle", "7",
                        "else/shop-1", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up 1 | : has no kube_wasm_link_calls_total: is it what a runtime node publishes at :10352/q/metrics?",
                "'kube_wasm_link_calls_total{namespace=\"n\",pod=\"p\",import=\"a:b/c\"} -1' | :1: '-1' is no number of calls",
                "'kube_wasm_link_calls_total{namespace=\"n\",pod=\"p\",import=\"a:b/c\"} NaN' | :1: 'NaN' is no number of calls",
                "'kube_wasm_link_calls_total{namespace=\"n\",pod=\"p\",import=\"a:b/c} 1' | :1: expected kube_wasm_link_calls_total{",
                "'kube_wasm_link_calls_total{namespace=\"n\",pod=\"p\" import=\"a:b/c\"} 1' | :1: expected kube_wasm_link_calls_total{",
                "'kube_wasm_link_calls_total{namespace=\"n\",pod=\"p\",import=\"c\"} 1' | :1: expected kube_wasm_link_calls_total{",
                "kube_wasm_link_calls_total 1 | :1: expected kube_wasm_link_calls_total{",
            })
    void whatIsNoMetricOfLinksIsRefusedWithItsPlace(String text, String message) throws IOException {
        Path file = file("metrics.txt", text + "\n");

        assertThatThrownBy(() -> MeasuredTraffic.read(List.of(file)))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void aLabelMayBeLong() throws IOException {
        Path file = file(
                "long.txt",
                "kube_wasm_link_calls_total{provider=\"" + "\\\\x".repeat(100_000)
                        + "\",namespace=\"ns\",pod=\"bare\",import=\"x:price/api\"} 1\n");

        assertThat(MeasuredTraffic.read(List.of(file)).annotate(new ObjectMapper().readTree(OBJECTS)))
                .isEqualTo(1);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> MeasuredTraffic.read(List.of(folder.resolve("none"))))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageStartingWith(folder.resolve("none") + ": can't be read");
    }
}
