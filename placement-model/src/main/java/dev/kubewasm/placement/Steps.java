package dev.kubewasm.placement;

import java.util.function.Supplier;

/**
 * Is told of the steps of a decision as they begin and end, one within the other, for traces. Called by any thread, between the
 * steps: it must return at once.
 */
@FunctionalInterface
public interface Steps {
    /** Looks away. */
    Steps NONE = _ -> Step.NONE;

    /**
     * A step begins on this thread, within the one that is under way there.
     *
     * @param name what is done, in a word or two
     */
    Step begin(String name);

    /** Does {@code work} as a step. */
    default <R> R within(String name, Supplier<R> work) {
        try (Step _ = begin(name)) {
            return work.get();
        }
    }

    /** The same, but what begins does so within the step that is under way on this thread now, whichever thread begins it. */
    default Steps here() {
        return this;
    }

    /** A step that is under way. */
    @FunctionalInterface
    interface Step extends AutoCloseable {
        /** Nobody looks. */
        Step NONE = () -> {};

        /** Notes something about it, under a name; returns it. */
        default Step note(String name, Object value) {
            return this;
        }

        /** It ends, on the thread that it began on. */
        @Override
        void close();
    }
}
