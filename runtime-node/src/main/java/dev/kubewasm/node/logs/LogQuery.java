package dev.kubewasm.node.logs;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of a log is asked for, as {@code PodLogOptions} has it.
 *
 * @param follow goes on as long as the container runs
 * @param tailLines only that many lines at the end
 * @param since only lines of this time and later
 * @param timestamps each line begins with its time
 * @param limitBytes no more than that
 */
public record LogQuery(
        boolean follow, OptionalLong tailLines, Optional<Instant> since, boolean timestamps, OptionalLong limitBytes) {
    /** All there is. */
    public static final LogQuery ALL =
            new LogQuery(false, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty());
}
