package dev.kubewasm.runtime.wasi.io;

/** What a {@code wasi:io/poll.pollable} stands for: one event that is ready or not yet. */
@FunctionalInterface
public interface Pollable {
    /** A pollable that is ready at any time. */
    Pollable READY = () -> true;

    /** Whether it is ready. Never blocks; called with the instance's {@link IoEvents} held. */
    boolean ready();

    /**
     * How long to wait, in nanoseconds and at least 1, before asking again even if {@link IoEvents} reported no change.
     * For events that come with time; {@link Long#MAX_VALUE} for all others.
     */
    default long recheckNanos() {
        return Long.MAX_VALUE;
    }
}
