package dev.kubewasm.simulations.timeline;

import dev.kubewasm.simulations.timeline.Timeline.Timed;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, by time; of what happens at once, cycles come last and the rest in the order it was entered. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong((Entry entry) -> entry.timed.at())
                    .thenComparing(entry -> entry.timed.occurrence() instanceof Occurrence.Cycle)
                    .thenComparingLong(Entry::number));
    private long numbers;

    private record Entry(Timed timed, long number) {}

    void add(long at, Occurrence occurrence) {
        entries.add(new Entry(new Timed(at, occurrence), numbers++));
    }

    /** Whether anything is left up to {@code until}. */
    boolean hasNext(long until) {
        return !entries.isEmpty() && entries.element().timed.at() <= until;
    }

    Timed next() {
        return entries.remove().timed;
    }
}
