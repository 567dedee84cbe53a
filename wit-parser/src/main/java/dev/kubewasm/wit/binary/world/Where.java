package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.ShownName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The way of names to something in a component, for messages; put together only when one is made. */
record Where(Optional<Where> outer, String label) {
    static Where of(String kind, String name) {
        return new Where(Optional.empty(), kind + " `" + ShownName.of(name) + "`");
    }

    Where at(String inner) {
        return new Where(Optional.of(this), inner);
    }

    @Override
    public String toString() {
        Deque<String> labels = new ArrayDeque<>();
        for (Optional<Where> at = Optional.of(this); at.isPresent(); at = at.get().outer) {
            labels.push(ShownName.of(at.get().label));
        }
        return String.join(" › ", labels);
    }
}
