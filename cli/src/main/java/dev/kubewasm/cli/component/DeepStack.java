package dev.kubewasm.cli.component;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntSupplier;

/**
 * A thread with room for guests that recurse deeply: compiled to JVM methods their frames are larger than those of native
 * code, and the main thread has no more stack than the system gives it.
 */
final class DeepStack {
    private static final long BYTES = 64L << 20;

    private DeepStack() {}

    /** Runs {@code work} on such a thread and waits for it. */
    static int run(IntSupplier work) {
        FutureTask<Integer> task = new FutureTask<>(work::getAsInt);
        Thread thread =
                Thread.ofPlatform().name("component").stackSize(BYTES).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("checked exceptions can't come from here", e);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a component ran", e);
        }
    }
}
