package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.host.HostContext;
import java.util.concurrent.atomic.AtomicInteger;

/** How many files and directory streams of the host an instance holds open. */
final class OpenHandles {
    /** The most at a time: what Linux gives a process by default. */
    static final int MAX = 1024;

    private final AtomicInteger open = new AtomicInteger();

    private OpenHandles() {}

    static OpenHandles of(HostContext context) {
        return context.attachment(OpenHandles.class, OpenHandles::new);
    }

    /** Counts one more; WASI has no code of its own for too many. */
    void acquire() throws FilesystemException {
        if (open.incrementAndGet() > MAX) {
            release();
            throw new FilesystemException(ErrorCode.INSUFFICIENT_MEMORY);
        }
    }

    /** Counts one less. */
    void release() {
        open.decrementAndGet();
    }

    /** How many are open. */
    int count() {
        return open.get();
    }
}
