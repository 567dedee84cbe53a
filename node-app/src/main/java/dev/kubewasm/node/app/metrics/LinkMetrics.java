package dev.kubewasm.node.app.metrics;

import dev.kubewasm.node.LinkUsage;
import dev.kubewasm.runtime.meter.Latencies;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import io.prometheus.client.Collector;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Calls through links, by {@code namespace}, {@code pod} and {@code container} of the consumer, {@code import} and {@code
 * provider}. A link's values are there as long as the consumer's Pod is on the node.
 *
 * <ul>
 *   <li>{@code kube_wasm_link_calls_total}
 *   <li>{@code kube_wasm_link_failures_total} by {@code reason}: {@code trap}, {@code provider_gone}, {@code deadline}, {@code
 *       interrupted}
 *   <li>{@code kube_wasm_link_latency_seconds}: a histogram of one in {@value LinkCalls#TIMED_EVERY} calls
 *   <li>{@code kube_wasm_node_links}: how many links there are; of those beyond the limit nothing else is said
 * </ul>
 */
public final class LinkMetrics extends Collector {
    private static final double NANOS = 1e9;

    private final Supplier<List<LinkUsage>> links;
    private final int limit;

    /**
     * Metrics of {@code links}, as they are when somebody asks.
     *
     * @param limit of how many links is said more than that they are there
     */
    public LinkMetrics(Supplier<List<LinkUsage>> links, int limit) {
        this.links = links;
        this.limit = limit;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        MetricFamily count = new MetricFamily("kube_wasm_node_links", Type.GAUGE, "links between components here");
        MetricFamily calls = new MetricFamily("kube_wasm_link_calls", Type.COUNTER, "calls through a link that began");
        MetricFamily failures =
                new MetricFamily("kube_wasm_link_failures", Type.COUNTER, "calls through a link without a result");
        MetricFamily latency = new MetricFamily(
                "kube_wasm_link_latency_seconds",
                Type.HISTOGRAM,
                "how long calls took, of one in " + LinkCalls.TIMED_EVERY);
        List<LinkUsage> all = links.get();
        count.add(Map.of(), all.size());
        for (LinkUsage link : all.subList(0, Math.min(limit, all.size()))) {
            Map<String, String> labels = Map.of(
                    "namespace", link.pod().namespace(),
                    "pod", link.pod().name(),
                    "container", link.container(),
                    "import", link.importName(),
                    "provider", link.provider());
            calls.add(labels, (double) link.calls().calls());
            for (LinkFailure kind : LinkFailure.values()) {
                failures.add(
                        with(labels, "reason", kind.name().toLowerCase(Locale.ROOT)),
                        link.calls().failures().getOrDefault(kind, 0L));
            }
            add(latency, labels, link.calls().latencies());
        }
        return List.of(count.samples(), calls.samples(), failures.samples(), latency.samples());
    }

    private static void add(MetricFamily histogram, Map<String, String> labels, Latencies latencies) {
        long upTo = 0;
        for (int i = 0; i < latencies.counts().size(); i++) {
            upTo += latencies.counts().get(i);
            String bound =
                    i < Latencies.BOUNDS.size() ? Collector.doubleToGoString(Latencies.BOUNDS.get(i) / NANOS) : "+Inf";
            histogram.add("_bucket", with(labels, "le", bound), (double) upTo);
        }
        histogram.add("_count", labels, (double) upTo);
        histogram.add("_sum", labels, latencies.nanos() / NANOS);
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(name, value);
        return more;
    }
}
