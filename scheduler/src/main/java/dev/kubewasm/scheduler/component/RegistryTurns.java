package dev.kubewasm.scheduler.component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** How many ask each registry at a time, and which of them kept somebody waiting since they answered last. */
final class RegistryTurns {
    /** Registries remembered, the one longest unused dropped first. */
    private static final int KEPT = 1024;

    private static final class Registry {
        private final Semaphore turns;
        private boolean slow;

        Registry(int atATime) {
            this.turns = new Semaphore(atATime, true);
        }
    }

    private final int atATime;
    private final Map<String, Registry> registries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Registry> eldest) {
            return size() > KEPT;
        }
    };

    RegistryTurns(int atATime) {
        this.atATime = atATime;
    }

    /** What {@code read} returns, once it is its turn; the registry counts as quick from then on. */
    <T> T taking(String name, Supplier<T> read) {
        Registry registry = registry(name);
        registry.turns.acquireUninterruptibly();
        try {
            T result = read.get();
            synchronized (this) {
                registry.slow = false;
            }
            return result;
        } finally {
            registry.turns.release();
        }
    }

    /** Whether it kept somebody waiting and hasn't answered since. */
    synchronized boolean slow(String name) {
        return registry(name).slow;
    }

    synchronized void keptWaiting(String name) {
        registry(name).slow = true;
    }

    private synchronized Registry registry(String name) {
        return registries.computeIfAbsent(name, _ -> new Registry(atATime));
    }
}
