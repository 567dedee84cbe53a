package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategy;
import dev.kubewasm.simulations.timeline.Timeline.Timed;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One strategy through a timeline: a discrete-event simulation. Chance depends on the seed alone and not on what the strategy
 * does, so that the same Pods come for all strategies and the same nodes fail.
 */
public final class TimelineRun {
    /** How often the cluster is looked at as a whole. */
    private static final int SAMPLES = 96;

    /** How often Pods are tried without anything else happening: twice of what every five minutes of a year are. */
    private static final int MAX_IDLE_CYCLES = 200_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Timeline timeline;
    private final Strategy strategy;
    private final Progress progress;
    private final Agenda agenda = new Agenda();
    private final Recorder recorder = new Recorder();
    private final ClusterLife cluster;
    private final TreeMap<PodKey, String> reasons = new TreeMap<>();
    private long now;
    private int idleCycles;
    private long nextCycle = NEVER;

    /**
     * What came of it.
     *
     * @param overTime what was measured
     * @param end the cluster at the end, with the Pods that wait then
     * @param unplaced why they have no node
     * @param preempted Pods that left their nodes for more important ones
     */
    public record Result(OverTime overTime, Situation end, Placement unplaced, long preempted) {}

    private TimelineRun(Situation situation, Timeline timeline, Strategy strategy, long seed, Progress progress) {
        this.timeline = timeline;
        this.strategy = strategy;
        this.progress = progress;
        double waiting = OfferedLoad.leastWaiting(timeline, situation.snapshot());
        if (waiting > Timeline.MAX_WAITING) {
            throw new UnusableTimelineException(String.format(
                    Locale.ROOT,
                    "about %.0f Pods would wait for a node at the end, more than %d: the cluster is too small for what arrives",
                    waiting,
                    Timeline.MAX_WAITING));
        }
        this.cluster = new ClusterLife(situation, timeline, agenda, recorder, seed);
        planCycle();
    }

    /**
     * Runs it.
     *
     * @param progress hears of each event
     * @throws UnusableTimelineException if more Pods wait, or are tried more often, than the limits allow, or an event names a
     *     workload or a node that isn't in the cluster
     */
    public static Result run(Situation situation, Timeline timeline, Strategy strategy, long seed, Progress progress) {
        return new TimelineRun(situation, timeline, strategy, seed, progress).run();
    }

    private Result run() {
        long samples = 0;
        while (agenda.hasNext(timeline.until())) {
            Timed next = agenda.next();
            samples = sampleUntil(next.at(), samples);
            now = next.at();
            recorder.advance(now);
            step(next.occurrence());
        }
        sampleUntil(timeline.until() + 1, samples);
        recorder.advance(timeline.until());
        cluster.waitsAt(timeline.until()).forEach(recorder::waited);
        reasons.keySet().retainAll(cluster.waiting());
        cluster.waiting().forEach(pod -> reasons.putIfAbsent(pod, "it came at the end and wasn't tried"));
        return new Result(
                recorder.result(), cluster.situation(), new Placement(new TreeMap<>(), reasons), recorder.preempted());
    }

    private void step(Occurrence occurrence) {
        if (occurrence instanceof Occurrence.Cycle) {
            if (now == nextCycle) {
                nextCycle = NEVER;
                cycle();
            }
        } else if (happens(occurrence)) {
            idleCycles = 0;
            recorder.event();
            progress.step();
        }
        planCycle();
        if (cluster.waiting().size() > Timeline.MAX_WAITING) {
            throw unusable(cluster.waiting().size()
                    + " Pods wait for a node and ever more would: the cluster is too small for what arrives");
        }
    }

    private boolean happens(Occurrence occurrence) {
        try {
            return cluster.happen(now, occurrence);
        } catch (UnusableTimelineException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    private UnusableTimelineException unusable(String why) {
        return new UnusableTimelineException(
                String.format(Locale.ROOT, "at %.1f h of the timeline, ", now / 3_600_000.0) + why);
    }

    private long sampleUntil(long time, long taken) {
        long samples = taken;
        while (samples <= SAMPLES && samples * timeline.until() / SAMPLES < time) {
            recorder.advance(samples * timeline.until() / SAMPLES);
            recorder.sample(cluster.waiting().size(), new Measuring(cluster.situation()).localTraffic());
            samples++;
        }
        return samples;
    }

    /** When something has happened and Pods wait, the next cycle is soon; else when the strategy wants it. */
    private void planCycle() {
        if (!cluster.waiting().isEmpty() && cluster.changedSinceAsked()) {
            cycleAt(now);
        }
    }

    private void cycleAt(long earliest) {
        long period = timeline.cycle();
        long at = (earliest + period - 1) / period * period;
        if (at < nextCycle) {
            nextCycle = at;
            agenda.add(at, new Occurrence.Cycle());
        }
    }

    private void cycle() {
        if (++idleCycles > MAX_IDLE_CYCLES) {
            throw unusable(cluster.waiting().size() + " Pods have been tried " + MAX_IDLE_CYCLES
                    + " times and nothing else happened: make `until` shorter");
        }
        Placement placement = strategy.place(cluster.situation(), now, Progress.NONE);
        reasons.putAll(placement.unplaced());
        placement.preempted().forEach(pod -> cluster.preempt(now, pod));
        placement.nodes().forEach((pod, node) -> cluster.bind(now, pod, node));
        if (reasons.size() > 2 * cluster.waiting().size()) {
            // Most are of Pods that don't wait any more.
            reasons.keySet().retainAll(cluster.waiting());
        }
        OptionalLong next = strategy.nextAttempt();
        if (next.isPresent() && !cluster.waiting().isEmpty()) {
            cycleAt(Math.max(next.getAsLong(), now + 1));
        }
    }
}
