package dev.kubewasm.placement.result;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a placement lacks, level by level: one that is worse on a level is worse, whatever the levels below say.
 *
 * @param hard what makes it unusable; 0 or less
 * @param medium the Pods that stay unplaced, by weight; 0 or less
 * @param soft everything that makes one usable placement better than another; 0 or less
 * @param penalties what each constraint takes, by its name and with its weight, on whatever level it is; those that take
 *     nothing are left out
 */
public record Score(long hard, long medium, long soft, SortedMap<String, Long> penalties) {
    /** Nothing is lacking. */
    public static final Score PERFECT = new Score(0, 0, 0, new TreeMap<>());

    public Score {
        penalties = Collections.unmodifiableSortedMap(new TreeMap<>(penalties));
    }

    /** What the constraint of that name takes. */
    public long penalty(String constraint) {
        return penalties.getOrDefault(constraint, 0L);
    }

    /** As Timefold writes it: {@code 0hard/-1medium/-230soft}. */
    @Override
    public String toString() {
        return hard + "hard/" + medium + "medium/" + soft + "soft";
    }
}
