package dev.kubewasm.runtime.meter;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Adds up what is called through one link, by whoever is linked by it: the instances of a pool, and those that come after one that
 * trapped. Each imported function counts for itself, without a lock; it is asked when somebody asks this. By any thread.
 */
public final class LinkMeter {
    private final Set<Counter> counters = Collections.newSetFromMap(new IdentityHashMap<>());
    private LinkCalls ended = LinkCalls.NONE;

    /** An imported function that counts its calls. */
    @FunctionalInterface
    public interface Counter {
        /** What it has counted; by any thread, so that the last few calls may be missing. */
        LinkCalls counted();
    }

    /** Asks {@code counter}, too, from now on. */
    public synchronized void add(Counter counter) {
        counters.add(counter);
    }

    /** Keeps what {@code counter} has counted, and asks it no more. */
    public synchronized void remove(Counter counter) {
        if (counters.remove(counter)) {
            ended = ended.plus(counter.counted());
        }
    }

    /** What was called so far. */
    public synchronized LinkCalls calls() {
        LinkCalls all = ended;
        for (Counter counter : counters) {
            all = all.plus(counter.counted());
        }
        return all;
    }
}
