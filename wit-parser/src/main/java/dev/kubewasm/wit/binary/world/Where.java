package dev.kubewasm.wit.binary.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The way of names to something in a component, for messages; put together only when one is made. */
record Where(Optional<Where> outer, String label) {
    /** Names come from the binary and may be long; so much of each is shown. */
    private static final int MAX_LABEL = 120;

    static Where of(String kind, String name) {
        return new Where(Optional.empty(), kind + " `" + shown(name) + "`");
    }

    Where at(String inner) {
        return new Where(Optional.of(this), inner);
    }

    /** A name as messages have it: of one line, and not too long. */
    static String shown(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().limit(MAX_LABEL).forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return name.length() <= MAX_LABEL ? out.toString() : out + "...";
    }

    @Override
    public String toString() {
        Deque<String> labels = new ArrayDeque<>();
        for (Optional<Where> at = Optional.of(this); at.isPresent(); at = at.get().outer) {
            labels.push(shown(at.get().label));
        }
        return String.join(" › ", labels);
    }
}
