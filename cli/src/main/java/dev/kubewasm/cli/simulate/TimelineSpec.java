package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.simulations.timeline.Occurrence;
import dev.kubewasm.simulations.timeline.PoissonProcess;
import dev.kubewasm.simulations.timeline.Timeline;
import dev.kubewasm.simulations.timeline.Timeline.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code timeline:} of a scenario file, as it is written; documented in {@code docs/simulations.md}.
 *
 * @param until when it ends
 * @param cycle how often Pods are placed
 * @param events what happens when
 * @param arrivals Pods that come by chance
 * @param failures nodes that fail by chance
 * @param reclaims nodes that are given back by chance
 */
record TimelineSpec(
        @JsonProperty(required = true) String until,
        @Nullable String cycle,
        @Nullable List<EventSpec> events,
        @Nullable List<ArrivalsSpec> arrivals,
        @Nullable List<FailuresSpec> failures,
        @Nullable List<ReclaimsSpec> reclaims) {
    private static final String CYCLE = "1s";

    /** kubelet's node-monitor-grace-period of 50 s and the 300 s for which Pods tolerate an unreachable node. */
    private static final String NOTICE = "350s";

    /** As the large clouds give. */
    private static final String WARNING = "2m";

    /** An event: a time, one of what can happen, and what belongs to it. */
    record EventSpec(
            @JsonProperty(required = true) String at,
            @Nullable String scale,
            @Nullable Integer replicas,
            @Nullable String upgrade,
            @Nullable String drain,
            @Nullable String uncordon,
            @Nullable String fail,
            @Nullable String reclaim,
            @Nullable String removeNode,
            @Nullable Integer addNodes,
            @Nullable String like,
            @Nullable String notice,
            @Nullable String warning,
            @Nullable String returns) {
        private void passOver(String place, PassedOver passed) {
            passed.unlessAny(place, "replicas", replicas, "`scale`", scale);
            passed.unlessAny(place, "like", like, "`addNodes`", addNodes);
            passed.unlessAny(place, "notice", notice, "`fail`", fail);
            passed.unlessAny(place, "warning", warning, "`reclaim`", reclaim);
            passed.unlessAny(place, "returns", returns, "`fail` and `reclaim`", fail, reclaim);
        }
    }

    /** Arrivals of Pods like those of a workload. */
    record ArrivalsSpec(
            @JsonProperty(required = true) String like,
            @JsonProperty(required = true) double perHour,
            @Nullable String lifetime,
            @Nullable Double daily,
            @Nullable String peak) {}

    /** Failures of any node. */
    record FailuresSpec(
            @JsonProperty(required = true) double perHour,
            @Nullable String notice,
            @Nullable String returns) {}

    /** Reclaims of any node. */
    record ReclaimsSpec(
            @JsonProperty(required = true) double perHour,
            @Nullable String warning,
            @Nullable String returns) {}

    /** The same with more arrivals, after its own. */
    TimelineSpec with(List<ArrivalsSpec> more) {
        List<ArrivalsSpec> all = new ArrayList<>(orNone(arrivals));
        all.addAll(more);
        return new TimelineSpec(until, cycle, events, all, failures, reclaims);
    }

    /**
     * The timeline for a cluster.
     *
     * @throws IllegalArgumentException if a value can't be read or a name isn't in the cluster; the message names the field
     */
    Timeline timeline(Snapshot snapshot) {
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < orNone(events).size(); i++) {
            EventSpec event = orNone(events).get(i);
            timed.add(in("timeline.events[" + i + "]", () -> timed(event, snapshot)));
        }
        List<PoissonProcess> processes = new ArrayList<>();
        for (int i = 0; i < orNone(arrivals).size(); i++) {
            ArrivalsSpec spec = orNone(arrivals).get(i);
            processes.add(in("timeline.arrivals[" + i + "]", () -> arrivals(spec, snapshot)));
        }
        for (int i = 0; i < orNone(failures).size(); i++) {
            FailuresSpec spec = orNone(failures).get(i);
            processes.add(in(
                    "timeline.failures[" + i + "]",
                    () -> new PoissonProcess.Failures(
                            spec.perHour(),
                            Times.millis("notice", Objects.requireNonNullElse(spec.notice(), NOTICE)),
                            Times.optional("returns", spec.returns()))));
        }
        for (int i = 0; i < orNone(reclaims).size(); i++) {
            ReclaimsSpec spec = orNone(reclaims).get(i);
            processes.add(in(
                    "timeline.reclaims[" + i + "]",
                    () -> new PoissonProcess.Reclaims(
                            spec.perHour(),
                            Times.millis("warning", Objects.requireNonNullElse(spec.warning(), WARNING)),
                            Times.optional("returns", spec.returns()))));
        }
        return in(
                "timeline",
                () -> new Timeline(
                        Times.millis("until", until),
                        Times.millis("cycle", Objects.requireNonNullElse(cycle, CYCLE)),
                        timed,
                        processes));
    }

    /** Notes what of it means nothing; it can be read as {@link #timeline}. */
    void passOver(PassedOver passed) {
        long end = Times.millis("until", until);
        for (int i = 0; i < orNone(events).size(); i++) {
            EventSpec event = orNone(events).get(i);
            String place = "timeline.events[" + i + "]";
            event.passOver(place, passed);
            if (Times.millisOrZero("at", event.at()) > end) {
                passed.add(place, "it would be at " + event.at() + ", after `until`, and doesn't happen");
            }
        }
        for (int i = 0; i < orNone(arrivals).size(); i++) {
            ArrivalsSpec spec = orNone(arrivals).get(i);
            passed.unlessAny("timeline.arrivals[" + i + "]", "peak", spec.peak(), "`daily`", spec.daily());
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static <T> T in(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`" + field + "`: " + e.getMessage(), e);
        }
    }

    private static PoissonProcess arrivals(ArrivalsSpec spec, Snapshot snapshot) {
        return new PoissonProcess.Arrivals(
                Names.movable(spec.like(), snapshot),
                spec.perHour(),
                Times.optional("lifetime", spec.lifetime()),
                Objects.requireNonNullElse(spec.daily(), 0.0),
                Times.optional("peak", spec.peak()).orElse(0));
    }

    private static Timed timed(EventSpec event, Snapshot snapshot) {
        List<Occurrence> found = Stream.<Optional<Occurrence>>of(
                        opt(event.scale())
                                .map(name -> new Occurrence.Scaling(Names.movable(name, snapshot), replicas(event))),
                        opt(event.upgrade()).map(name -> new Occurrence.Upgrade(Names.movable(name, snapshot))),
                        opt(event.drain()).map(name -> new Occurrence.Drain(Names.node(name, snapshot))),
                        opt(event.uncordon()).map(name -> new Occurrence.Uncordon(Names.node(name, snapshot))),
                        opt(event.fail())
                                .map(name -> new Occurrence.Failure(
                                        Names.node(name, snapshot),
                                        Times.millis("notice", Objects.requireNonNullElse(event.notice(), NOTICE)),
                                        Times.optional("returns", event.returns()))),
                        opt(event.reclaim())
                                .map(name -> new Occurrence.Reclaim(
                                        Names.node(name, snapshot),
                                        Times.millis("warning", Objects.requireNonNullElse(event.warning(), WARNING)),
                                        Times.optional("returns", event.returns()))),
                        opt(event.removeNode())
                                .map(name -> new Occurrence.Removal(Names.node(name, snapshot), OptionalLong.empty())),
                        opt(event.addNodes()).map(count -> addition(count, event, snapshot)))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("it has " + found.size()
                    + " of scale, upgrade, drain, uncordon, fail, reclaim, removeNode, addNodes; must be one");
        }
        return new Timed(Times.millisOrZero("at", event.at()), found.getFirst());
    }

    private static Occurrence addition(int count, EventSpec event, Snapshot snapshot) {
        if (event.like() == null || count < 1 || count > 5_000) {
            throw new IllegalArgumentException("`addNodes` must be 1 to 5000, and `like` name a node");
        }
        return new Occurrence.Addition(Names.node(event.like(), snapshot), count);
    }

    private static int replicas(EventSpec event) {
        if (event.replicas() == null || event.replicas() < 0 || event.replicas() > 10_000) {
            throw new IllegalArgumentException("`replicas` is " + event.replicas() + ", must be 0 to 10000");
        }
        return event.replicas();
    }

    private static <T> Optional<T> opt(@Nullable T value) {
        return Optional.ofNullable(value);
    }
}
