package dev.kubewasm.scheduler.component;

import java.time.Duration;

/**
 * How images are read in the background.
 *
 * @param patience how long the placement of Pods waits for an image that isn't known
 * @param keepAnswers how long an image's component is taken from memory before its registry is asked again: a moved tag is
 *     seen after this
 * @param keepRefusals the same for an image that couldn't be read
 * @param readsPerRegistry how many images are read from one registry at a time
 */
public record BackgroundReading(Duration patience, Duration keepAnswers, Duration keepRefusals, int readsPerRegistry) {
    /** A quarter of a second, half a minute, two seconds, four. */
    public static final BackgroundReading DEFAULT =
            new BackgroundReading(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(2), 4);

    public BackgroundReading {
        if (patience.isNegative() || keepAnswers.isNegative() || keepRefusals.isNegative() || readsPerRegistry < 1) {
            throw new IllegalArgumentException("times can't be negative, and at least one image is read at a time");
        }
    }
}
