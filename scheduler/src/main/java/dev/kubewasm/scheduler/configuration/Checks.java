package dev.kubewasm.scheduler.configuration;

import org.jspecify.annotations.Nullable;

/** What the records of the configuration check themselves with. */
final class Checks {
    private Checks() {}

    /** {@code fallback} for what the file leaves out. */
    static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** @throws IllegalArgumentException with this message unless {@code holds} */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency more
    static void require(boolean holds, String message, @Nullable Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(arguments));
        }
    }
}
