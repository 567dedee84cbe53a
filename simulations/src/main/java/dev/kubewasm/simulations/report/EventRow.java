package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.simulations.timeline.Occurrence;
import dev.kubewasm.simulations.timeline.Timeline;
import java.util.Comparator;
import java.util.List;

/**
 * An event that a timeline names.
 *
 * @param seconds since the beginning
 * @param event what happens
 */
@JsonPropertyOrder({"seconds", "event"})
public record EventRow(double seconds, String event) {
    /** The events of {@code timeline} by time; what happens by chance isn't among them. */
    public static List<EventRow> of(Timeline timeline) {
        return timeline.events().stream()
                .sorted(Comparator.comparingLong(Timeline.Timed::at))
                .map(timed -> new EventRow(timed.at() / 1000.0, text(timed.occurrence())))
                .toList();
    }

    private static String text(Occurrence occurrence) {
        return switch (occurrence) {
            case Occurrence.Arrival arrival -> arrival.workload() + " gets a Pod";
            case Occurrence.Departure departure -> departure.pod() + " ends";
            case Occurrence.Scaling scaling -> scaling.workload() + " is scaled to " + scaling.replicas();
            case Occurrence.Upgrade upgrade -> upgrade.workload() + " is upgraded";
            case Occurrence.Drain drain -> drain.node() + " is drained";
            case Occurrence.Uncordon uncordon -> uncordon.node() + " takes Pods again";
            case Occurrence.Failure failure -> failure.node() + " fails";
            case Occurrence.Reclaim reclaim -> reclaim.node() + " is reclaimed";
            case Occurrence.Removal removal -> removal.node() + " is removed";
            case Occurrence.Addition addition -> addition.count() + " more nodes like " + addition.like();
            case Occurrence.Return back -> back.node() + " is back";
            case Occurrence.Recreation again -> again.workload() + " makes Pods again";
            case Occurrence.Tick _, Occurrence.Cycle _ ->
                throw new IllegalArgumentException("no scenario names " + occurrence);
        };
    }
}
