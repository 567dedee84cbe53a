package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.options.Durations;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Durations in scenario files, as virtual milliseconds. */
final class Times {
    private Times() {}

    /** More than 0. */
    static long millis(String field, String text) {
        try {
            return new Durations().convert(text).toMillis();
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("`" + field + "`: " + e.getMessage(), e);
        }
    }

    /** 0 is written so. */
    static long millisOrZero(String field, String text) {
        return text.equals("0") || text.equals("0s") ? 0 : millis(field, text);
    }

    static OptionalLong optional(String field, @Nullable String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(millisOrZero(field, text));
    }
}
