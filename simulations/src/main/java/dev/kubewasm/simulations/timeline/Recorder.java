package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Adds up what is measured over time. Its size depends on the cluster's, not on how long it runs. */
final class Recorder {
    private static final double HOUR = 3_600_000.0;

    private final Map<NodeName, Integer> podsOn = new HashMap<>();
    private final Histogram waits = new Histogram(3);
    private final ResourceTotals use = new ResourceTotals();
    private final List<OverTime.Sample> samples = new ArrayList<>();
    private long now;
    private long events;
    private long bindings;
    private long evicted;
    private long replaced;
    private long preempted;
    private long pods;
    private long nodesMost;
    private long cost;
    private double nodeTime;
    private double costTime;
    private double requestedTime;
    private double allocatableTime;

    /** Time has come to {@code time}; up to then everything was as it is. */
    void advance(long time) {
        double passed = time - now;
        nodeTime += passed * podsOn.size();
        costTime += passed * cost;
        requestedTime += passed * use.requested(ResourceName.CPU);
        allocatableTime += passed * use.allocatable(ResourceName.CPU);
        now = time;
    }

    void event() {
        events++;
    }

    /** A Pod is on a node from now on. */
    void on(NodeFacts node, PodFacts pod) {
        pods++;
        use.take(pod.requests(), 1);
        if (podsOn.merge(node.name(), 1, Integer::sum) == 1) {
            cost += node.cost();
            use.open(node.allocatable(), 1);
        }
        nodesMost = Math.max(nodesMost, podsOn.size());
    }

    /** A Pod has left its node. */
    void off(NodeFacts node, PodFacts pod) {
        pods--;
        use.take(pod.requests(), -1);
        if (podsOn.merge(node.name(), -1, Integer::sum) == 0) {
            podsOn.remove(node.name());
            cost -= node.cost();
            use.open(node.allocatable(), -1);
        }
    }

    /** A Pod got a node, or is at the end of the run, after so many milliseconds. */
    void waited(long millis) {
        waits.recordValue(millis);
    }

    void binding() {
        bindings++;
    }

    void eviction() {
        evicted++;
    }

    void preemption() {
        preempted++;
    }

    void replacement() {
        replaced++;
    }

    void sample(int waiting, double localTraffic) {
        samples.add(new OverTime.Sample(
                now / 1000.0,
                podsOn.size(),
                pods,
                waiting,
                use.share(ResourceName.CPU),
                use.share(ResourceName.MEMORY),
                use.others(),
                localTraffic));
    }

    private static double share(double part, double all) {
        return all == 0 ? 0 : part / all;
    }

    /** Pods that left their nodes for more important ones; they count as evicted too. */
    long preempted() {
        return preempted;
    }

    OverTime result() {
        return new OverTime(
                events,
                bindings,
                share(nodeTime, (double) now),
                nodesMost,
                costTime / HOUR,
                share(requestedTime, allocatableTime),
                samples.stream()
                        .mapToDouble(OverTime.Sample::localTraffic)
                        .average()
                        .orElse(1),
                waits.getValueAtPercentile(50) / 1000.0,
                waits.getValueAtPercentile(99) / 1000.0,
                waits.getMaxValue() / 1000.0,
                evicted,
                replaced,
                samples);
    }
}
