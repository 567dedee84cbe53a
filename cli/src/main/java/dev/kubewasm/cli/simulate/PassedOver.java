package dev.kubewasm.cli.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a scenario says in vain: fields that mean nothing without another one, events that don't come. */
final class PassedOver {
    private final List<String> notices = new ArrayList<>();

    /**
     * A field that belongs to others, of which one must be there.
     *
     * @param place of the field, for the message
     * @param owners their names, for the message
     * @param values of the owners
     */
    void unlessAny(String place, String field, @Nullable Object value, String owners, @Nullable Object... values) {
        if (value != null && Arrays.stream(values).noneMatch(Objects::nonNull)) {
            notices.add("`" + place + "`: `" + field + "` belongs to " + owners + "; it is passed over");
        }
    }

    /** Something else, in words. */
    void add(String place, String what) {
        notices.add("`" + place + "`: " + what);
    }

    /** A line each. */
    List<String> notices() {
        return List.copyOf(notices);
    }
}
