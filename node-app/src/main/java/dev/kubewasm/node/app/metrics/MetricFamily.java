package dev.kubewasm.node.app.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A metric and its values by label. */
public final class MetricFamily {
    private final String name;
    private final Collector.Type type;
    private final String help;
    private final List<MetricFamilySamples.Sample> values = new ArrayList<>();

    /** One without values; {@code name} without the ending that counters have. */
    public MetricFamily(String name, Collector.Type type, String help) {
        this.name = name;
        this.type = type;
        this.help = help;
    }

    /** Adds a value. */
    public void add(Map<String, String> labels, double value) {
        add(type == Collector.Type.COUNTER ? "_total" : "", labels, value);
    }

    /** Adds a value under the metric's name with an ending of its own: a histogram's parts. */
    void add(String ending, Map<String, String> labels, double value) {
        Map<String, String> sorted = new TreeMap<>(labels);
        values.add(new MetricFamilySamples.Sample(
                name + ending, List.copyOf(sorted.keySet()), List.copyOf(sorted.values()), value));
    }

    /** All of it. */
    public MetricFamilySamples samples() {
        return new MetricFamilySamples(name, type, help, values);
    }
}
