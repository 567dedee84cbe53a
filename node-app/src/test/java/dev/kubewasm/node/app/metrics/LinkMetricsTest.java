package dev.kubewasm.node.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.LinkUsage;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.runtime.meter.Latencies;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import dev.kubewasm.testkit.Golden;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text that Prometheus reads of links. */
class LinkMetricsTest {
    private static final LinkUsage CATALOG = new LinkUsage(
            new PodKey("pricing", "calculator-1"),
            "calculator",
            "example:pricing/catalog",
            "pricing/deployment/catalog",
            new LinkCalls(
                    1300,
                    Map.of(LinkFailure.TRAP, 1L, LinkFailure.PROVIDER_GONE, 2L),
                    new Latencies(List.of(7L, 3L, 0L, 1L, 0L, 0L, 0L, 0L, 0L), 123_456)));
    private static final LinkUsage SIBLING = new LinkUsage(
            new PodKey("pricing", "storefront-1"), "main", "example:pricing/cart", "container/cart", LinkCalls.NONE);

    private static String text(List<LinkUsage> links, int limit) throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(new LinkMetrics(() -> links, limit));
        StringWriter text = new StringWriter();
        TextFormat.write004(text, registry.metricFamilySamples());
        return text.toString();
    }

    @Test
    void everyLinkHasItsCallsFailuresAndLatencies() throws IOException {
        Golden.check(Path.of("src/test/resources/metrics/links.txt"), text(List.of(CATALOG, SIBLING), 10));
    }

    @Test
    void ofLinksBeyondTheLimitOnlyTheirNumberIsSaid() throws IOException {
        assertThat(text(List.of(CATALOG, SIBLING), 1))
                .contains("kube_wasm_node_links 2.0")
                .contains("pod=\"calculator-1\"")
                .doesNotContain("storefront-1");
    }

    @Test
    void aLinkThatIsGoneLeavesNothing() throws IOException {
        assertThat(text(List.of(), 10)).contains("kube_wasm_node_links 0.0").doesNotContain("pod=");
    }
}
