package dev.kubewasm.scheduler.app;

import java.util.concurrent.CompletableFuture;

/**
 * Calls that the proxy keeps back, the n-th of a kind and all that come after it: on their way to the API server, or when it
 * has answered and the scheduler doesn't know yet.
 */
final class Breakpoint {
    private static final CompletableFuture<Void> FREE = CompletableFuture.completedFuture(null);

    /** Keeps nothing back. */
    static final Breakpoint NONE = new Breakpoint((_, _) -> false, Side.REQUEST, 1);

    /** Where calls are kept back. */
    enum Side {
        /** The API server never hears of what is dropped here. */
        REQUEST,
        /** The API server has done what was asked. */
        ANSWER
    }

    /** Which calls are meant. */
    @FunctionalInterface
    interface Kind {
        boolean matches(String method, String path);
    }

    private final Kind kind;
    private final Side side;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private int passing;

    private Breakpoint(Kind kind, Side side, int first) {
        this.kind = kind;
        this.side = side;
        this.passing = first - 1;
    }

    /** At the {@code first} binding from now on, counted from 1. */
    static Breakpoint atBinding(int first, Side side) {
        return new Breakpoint((method, path) -> method.equals("POST") && path.endsWith("/binding"), side, first);
    }

    /** Before the first ConfigMap is read. */
    static Breakpoint atConfigMap() {
        return new Breakpoint((method, path) -> method.equals("GET") && path.contains("/configmaps/"), Side.REQUEST, 1);
    }

    /** Done when the call may go on, which is now if it isn't kept back; fails if it is dropped. */
    synchronized CompletableFuture<Void> pass(Side here, String method, String path) {
        if (here != side || !kind.matches(method, path)) {
            return FREE;
        }
        if (passing > 0) {
            passing--;
            return FREE;
        }
        reached.complete(null);
        return released;
    }

    /** Waits until a call is kept back. */
    void awaitReached() {
        Await.until("a call is kept back", reached::isDone, Boolean::booleanValue);
    }

    /** Lets go what is kept back, and all that comes. */
    void release() {
        released.complete(null);
    }

    /** Breaks the connections of what is kept back. */
    void drop() {
        released.completeExceptionally(new IllegalStateException("dropped by the test"));
    }
}
