package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategy;
import dev.kubewasm.simulations.timeline.Timeline.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One strategy through a timeline: a discrete-event simulation. Chance depends on the seed alone and not on what the strategy
 * does, so that the same Pods come for all strategies and the same nodes fail.
 */
public final class TimelineRun {
    /** How often the cluster is looked at as a whole. */
    private static final int SAMPLES = 96;

    private final Timeline timeline;
    private final Strategy strategy;
    private final Progress progress;
    private final Fleet fleet;
    private final Agenda agenda = new Agenda();
    private final WaitingPods waiting = new WaitingPods();
    private final Recorder recorder = new Recorder();
    private final Chance chance;
    private final Rollouts rollouts = new Rollouts();
    private final Map<PodKey, OptionalLong> lifetimes = new HashMap<>();
    private final TreeMap<PodKey, String> reasons = new TreeMap<>();
    private long now;
    private long events;
    private boolean cycleAhead;

    /**
     * What came of it.
     *
     * @param overTime what was measured
     * @param end the cluster at the end, with the Pods that wait then
     * @param unplaced why they have no node
     */
    public record Result(OverTime overTime, Situation end, Placement unplaced) {}

    private TimelineRun(Situation situation, Timeline timeline, Strategy strategy, long seed, Progress progress) {
        this.timeline = timeline;
        this.strategy = strategy;
        this.progress = progress;
        this.fleet = new Fleet(situation);
        this.chance = new Chance(timeline.processes(), seed);
        for (int i = 0; i < timeline.processes().size(); i++) {
            agenda.add(chance.after(0, i), new Occurrence.Tick(i));
        }
        timeline.events().forEach(event -> agenda.add(event.at(), event.occurrence()));
        for (PodFacts pod : fleet.snapshot().pods().values()) {
            if (pod.occupies()) {
                node(pod).ifPresent(node -> recorder.on(node, pod));
            }
        }
        situation.pending().forEach(pod -> waiting.add(pod, 0));
        waiting.help();
        cycleSoon();
    }

    /**
     * Runs it.
     *
     * @param progress hears of each event
     * @throws UnusableTimelineException if it takes more events, or more Pods wait, than the limits allow, or an event names
     *     a workload or a node that isn't there then
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
            if (!(next.occurrence() instanceof Occurrence.Cycle)) {
                recorder.event();
                progress.step();
            }
            if (++events > 4 * Timeline.MAX_EVENTS) {
                throw new UnusableTimelineException(when() + "the limit of " + 4 * Timeline.MAX_EVENTS
                        + " events and cycles is reached: make `until` shorter or rates lower");
            }
            happen(next.occurrence());
            if (waiting.size() > Timeline.MAX_WAITING) {
                throw new UnusableTimelineException(when() + waiting.size()
                        + " Pods wait for a node and ever more would: the cluster is too small for what arrives");
            }
        }
        sampleUntil(timeline.until() + 1, samples);
        recorder.advance(timeline.until());
        waiting.pods().forEach(pod -> recorder.waited(timeline.until() - waiting.since(pod)));
        reasons.keySet().retainAll(waiting.pods());
        waiting.pods().forEach(pod -> reasons.putIfAbsent(pod, "it came at the end and wasn't tried"));
        return new Result(recorder.result(), fleet.situation(waiting.pods()), new Placement(new TreeMap<>(), reasons));
    }

    private String when() {
        return String.format(java.util.Locale.ROOT, "at %.1f h of the timeline, ", now / 3_600_000.0);
    }

    private long sampleUntil(long time, long taken) {
        long samples = taken;
        while (samples <= SAMPLES && samples * timeline.until() / SAMPLES < time) {
            recorder.advance(samples * timeline.until() / SAMPLES);
            Situation situation = fleet.situation(List.of());
            double localTraffic = new Measuring(situation)
                    .of(new Placement(new TreeMap<>(), new TreeMap<>()))
                    .localTraffic();
            recorder.sample(waiting.size(), localTraffic);
            samples++;
        }
        return samples;
    }

    private void happen(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.Cycle _ -> cycle();
            case Occurrence.Tick(int process) -> {
                chance.draw(process, now, fleet.nodes()).ifPresent(this::happen);
                agenda.add(chance.after(now, process), new Occurrence.Tick(process));
            }
            case Occurrence.Arrival(WorkloadRef workload, OptionalLong lifetime) ->
                lifetimes.put(create(workload, now), lifetime);
            case Occurrence.Departure(PodKey pod) -> delete(pod);
            case Occurrence.Scaling(WorkloadRef workload, int replicas) -> scale(workload, replicas);
            case Occurrence.Upgrade(WorkloadRef workload) -> {
                rollouts.begin(workload, fleet.podsOf(workload));
                replaceNext(workload);
            }
            case Occurrence.Drain(NodeName node) -> drain(present(node));
            case Occurrence.Uncordon(NodeName node) -> {
                fleet.cordon(present(node), false);
                help();
            }
            case Occurrence.Failure(NodeName node, long notice, OptionalLong returns) ->
                fail(present(node), notice, returns);
            case Occurrence.Reclaim(NodeName node, long warning, OptionalLong returns) -> {
                drain(present(node));
                agenda.add(now + warning, new Occurrence.Removal(node));
                returns.ifPresent(after -> agenda.add(now + warning + after, new Occurrence.Return(node)));
            }
            case Occurrence.Removal(NodeName node) -> {
                if (fleet.has(node)) {
                    drain(node);
                    fleet.remove(node);
                }
            }
            case Occurrence.Addition(NodeName like, int count) -> {
                fleet.add(present(like), count);
                help();
            }
            case Occurrence.Return(NodeName node) -> {
                fleet.bringBack(node);
                help();
            }
            case Occurrence.Recreation(WorkloadRef workload, var ofEach, long since) ->
                ofEach.forEach(lifetime -> lifetimes.put(create(workload, since), lifetime));
        }
    }

    private NodeName present(NodeName node) {
        if (!fleet.has(node)) {
            throw new UnusableTimelineException(when() + "there is no node " + node);
        }
        return node;
    }

    private PodKey create(WorkloadRef workload, long since) {
        if (!fleet.has(workload)) {
            throw new UnusableTimelineException(when() + "there is no workload " + workload);
        }
        PodKey pod = fleet.create(workload, now);
        waiting.add(pod, since);
        if (fleet.pod(pod).orElseThrow().hasComponents()) {
            // It may be a provider that others wait for.
            waiting.help();
        }
        cycleSoon();
        return pod;
    }

    private void delete(PodKey key) {
        fleet.pod(key).filter(PodFacts::occupies).ifPresent(pod -> {
            node(pod).ifPresent(node -> recorder.off(node, pod));
            help();
        });
        waiting.remove(key);
        if (rollouts.predecessor(key).isPresent()) {
            fleet.pod(key).ifPresent(pod -> replaceNext(pod.workload()));
        }
        lifetimes.remove(key);
        fleet.delete(key);
    }

    private Optional<NodeFacts> node(PodFacts pod) {
        return fleet.snapshot().node(pod.boundTo());
    }

    private void help() {
        waiting.help();
        cycleSoon();
    }

    private void scale(WorkloadRef workload, int replicas) {
        List<PodKey> pods = new ArrayList<>(fleet.podsOf(workload));
        for (int i = pods.size(); i < replicas; i++) {
            create(workload, now);
        }
        for (int i = pods.size() - 1; i >= replicas; i--) {
            delete(pods.get(i));
        }
    }

    private void replaceNext(WorkloadRef workload) {
        rollouts.next(workload).ifPresent(old -> rollouts.replace(create(workload, now), old));
    }

    /** A Pod of the next version has a node: an old one goes, and the next is made. */
    private void succeeded(PodKey made) {
        rollouts.predecessor(made).ifPresent(old -> {
            if (fleet.pod(old).isPresent()) {
                delete(old);
                recorder.replacement();
            }
            replaceNext(fleet.pod(made).orElseThrow().workload());
        });
    }

    private void drain(NodeName node) {
        fleet.cordon(node, true);
        lose(node).forEach((workload, pods) -> happen(new Occurrence.Recreation(workload, pods, now)));
    }

    private void fail(NodeName node, long notice, OptionalLong returns) {
        long failed = now;
        lose(node)
                .forEach((workload, pods) ->
                        agenda.add(failed + notice, new Occurrence.Recreation(workload, pods, failed)));
        fleet.remove(node);
        returns.ifPresent(after -> agenda.add(failed + after, new Occurrence.Return(node)));
    }

    /** Its Pods are gone; the lifetimes of those of each workload that makes others. */
    private Map<WorkloadRef, List<OptionalLong>> lose(NodeName node) {
        Map<WorkloadRef, List<OptionalLong>> lost = new TreeMap<>();
        for (PodFacts pod : fleet.podsOn(node)) {
            OptionalLong lifetime = lifetimes.getOrDefault(pod.key(), OptionalLong.empty());
            delete(pod.key());
            recorder.eviction();
            if (!pod.workload().kind().equals("Pod")) {
                lost.computeIfAbsent(pod.workload(), w -> new ArrayList<>()).add(lifetime);
            }
        }
        return lost;
    }

    private void cycleSoon() {
        if (!cycleAhead && waiting.size() > 0) {
            cycleAt(now);
        }
    }

    private void cycleAt(long earliest) {
        long period = timeline.cycle();
        agenda.add((earliest + period - 1) / period * period, new Occurrence.Cycle());
        cycleAhead = true;
    }

    private void cycle() {
        cycleAhead = false;
        List<PodKey> due = waiting.due(now);
        if (!due.isEmpty()) {
            Placement placement = strategy.place(fleet.situation(due), Progress.NONE);
            placement.unplaced().forEach((pod, why) -> {
                waiting.failed(pod, now);
                reasons.put(pod, why);
            });
            placement.nodes().forEach(this::bind);
        }
        long next = waiting.next();
        if (next >= 0 && !cycleAhead) {
            cycleAt(Math.max(next, now + 1));
        }
    }

    private void bind(PodKey key, NodeName name) {
        reasons.remove(key);
        fleet.bind(key, name);
        Snapshot snapshot = fleet.snapshot();
        recorder.on(snapshot.node(name).orElseThrow(), snapshot.pod(key).orElseThrow());
        recorder.binding();
        recorder.waited(now - waiting.remove(key));
        @Nullable OptionalLong lifetime = lifetimes.get(key);
        if (lifetime != null) {
            lifetime.ifPresent(millis -> agenda.add(now + millis, new Occurrence.Departure(key)));
        }
        succeeded(key);
    }
}
