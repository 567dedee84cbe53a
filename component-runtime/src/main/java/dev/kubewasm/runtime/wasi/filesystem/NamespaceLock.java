package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps what {@link PathResolver} found out true until it is used. Java can't open relative to a directory handle for all
 * operations, so between looking at a path and using it a component that shares the folder could put a symbolic link
 * there. All components of a process therefore take turns: those that change names exclude all others. Reading and
 * writing of open files takes no turn. Processes outside, which already have the host's files, aren't held off.
 */
final class NamespaceLock {
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

    private NamespaceLock() {}

    /** Runs an operation that looks at names. */
    static <T> T looking(Operation<T> operation) throws IOException {
        return holding(LOCK.readLock(), operation);
    }

    /** Runs an operation that makes, changes or removes names. */
    static <T> T changing(Operation<T> operation) throws IOException {
        return holding(LOCK.writeLock(), operation);
    }

    private static <T> T holding(Lock lock, Operation<T> operation) throws IOException {
        lock.lock();
        try {
            return operation.run();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }
}
