package dev.kubewasm.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to start a container, on a thread of its own: start functions are the component's code, and may take as long as they
 * are let.
 */
final class Start {
    /** The state of a container that is being started. */
    static final ContainerState.Waiting UNDER_WAY =
            new ContainerState.Waiting("ContainerCreating", "its component is being instantiated", true);

    /** Nearly all take less, and are worth waiting for: so a Pod runs after one look at it. */
    private static final long PATIENCE_MILLIS = 100;

    private final CompletableFuture<ContainerState> state;
    private @Nullable Thread thread;
    private boolean abandoned;

    private Start(Supplier<ContainerState> work, Executor background) {
        this.state = CompletableFuture.supplyAsync(() -> run(work), background);
    }

    private ContainerState run(Supplier<ContainerState> work) {
        enter();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            return new ContainerState.Waiting("CreateContainerError", "it can't be started: " + e, true);
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        thread = Thread.currentThread();
        if (abandoned) {
            thread.interrupt();
        }
    }

    /** An interrupt isn't left for what the thread does next. */
    private synchronized void leave() {
        thread = null;
        if (abandoned) {
            boolean _ = Thread.interrupted();
        }
    }

    /**
     * Begins one, and waits a moment for it.
     *
     * @param work makes the state
     * @param background runs it
     * @param news called when it is done
     */
    static Start begin(Supplier<ContainerState> work, Executor background, Runnable news) {
        Start start = new Start(work, background);
        if (!start.isSoonDone()) {
            CompletableFuture<ContainerState> _ = start.state.whenComplete((_, _) -> news.run());
        }
        return start;
    }

    private boolean isSoonDone() {
        try {
            ContainerState _ = state.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a start has no other end than a state", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What came of it; empty while it is under way. */
    Optional<ContainerState> result() {
        return state.isDone() ? Optional.of(state.join()) : Optional.empty();
    }

    /** Nobody wants it any more: it is interrupted, and what it has started is stopped; returns when that is so. */
    synchronized CompletableFuture<Void> abandon() {
        abandoned = true;
        if (thread != null) {
            thread.interrupt();
        }
        return state.thenAccept(made -> {
            if (made instanceof ContainerState.Running running) {
                running.stop(Duration.ZERO);
            }
        });
    }
}
