package dev.kubewasm.runtime.host;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made on first use, once, whatever threads ask for it. */
final class Lazy<T> {
    private final Supplier<T> make;
    private volatile @Nullable T value;

    Lazy(Supplier<T> make) {
        this.make = make;
    }

    T get() {
        T made = value;
        return made != null ? made : makeOnce();
    }

    private synchronized T makeOnce() {
        T made = value;
        if (made == null) {
            made = make.get();
            value = made;
        }
        return made;
    }
}
