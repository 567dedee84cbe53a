package dev.kubewasm.runtime.engine.endive;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of linear memories that are no longer used, cleared, for new ones of the same size: most of what instantiating
 * costs is the memory's zeros. They are cleared when they are given back, which is when nobody waits. The garbage
 * collector may have them where it needs room. Safe for use by several threads.
 */
final class MemoryPool {
    /** What is kept at most, in bytes. */
    static final long MAX_BYTES = 32L << 20;

    private final Map<Integer, Deque<SoftReference<byte[]>>> bySize = new HashMap<>();
    private long bytes;

    /** An array of {@code size} zeros that nobody else has. */
    byte[] take(int size) {
        byte[] pooled = poll(size);
        return pooled == null ? new byte[size] : pooled;
    }

    private synchronized byte @Nullable [] poll(int size) {
        Deque<SoftReference<byte[]>> arrays = bySize.get(size);
        while (arrays != null && !arrays.isEmpty()) {
            byte[] array = arrays.pop().get();
            bytes -= size;
            if (array != null) {
                return array;
            }
        }
        return null;
    }

    /** Takes an array that the caller no longer uses. */
    void give(byte[] array) {
        if (array.length == 0 || !reserve(array.length)) {
            return;
        }
        Arrays.fill(array, (byte) 0);
        synchronized (this) {
            bySize.computeIfAbsent(array.length, _ -> new ArrayDeque<>()).push(new SoftReference<>(array));
        }
    }

    /** Room is taken before the array is cleared: what there is no room for isn't. */
    private synchronized boolean reserve(int size) {
        if (size > MAX_BYTES - bytes) {
            forgetCollected();
        }
        if (size > MAX_BYTES - bytes) {
            return false;
        }
        bytes += size;
        return true;
    }

    private void forgetCollected() {
        bySize.forEach((size, arrays) -> {
            int before = arrays.size();
            arrays.removeIf(array -> array.refersTo(null));
            bytes -= (long) size * (before - arrays.size());
        });
        bySize.values().removeIf(Deque::isEmpty);
    }

    /** What is kept, in bytes. */
    synchronized long keptBytes() {
        return bytes;
    }
}
