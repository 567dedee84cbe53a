package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.failure.Trap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handles of one component instance (CanonicalABI.md, "Table State"): numbers from 1, the last freed used first. A
 * table never gets smaller, so its numbers count to what its store may have, whether they are in use or free again.
 */
final class HandleTable {
    private static final int FIRST = 1;

    /** About what a handle takes: its place here and among the free numbers, the object, and what says that it is borrowed. */
    private static final int BYTES_PER_HANDLE = 64;

    private final InstanceScope owner;
    private @Nullable ResourceHandle[] handles = new @Nullable ResourceHandle[8];
    private int[] free = new int[4];
    private int freeCount;
    private int end = FIRST;

    HandleTable(InstanceScope owner) {
        this.owner = owner;
    }

    /** Adds a handle and returns its number. */
    int add(ResourceHandle handle) {
        int index;
        if (freeCount > 0) {
            index = free[--freeCount];
        } else {
            index = next();
        }
        handles[index] = handle;
        return index;
    }

    /** A number that no handle had before. */
    private int next() {
        InstanceStore store = owner.store();
        if (!store.takeHandle()) {
            throw new AbiTrap(owner, "more than " + store.limits().maxHandles() + " handles");
        }
        if (end == handles.length) {
            if (!store.budget().reserveMemory((long) handles.length * BYTES_PER_HANDLE)) {
                throw new AbiTrap(
                        owner,
                        "no memory for more handles: the limit is "
                                + store.limits().memoryBytes() + " bytes");
            }
            handles = Arrays.copyOf(handles, 2 * handles.length);
        }
        return end++;
    }

    /** The handle of that number, which must be of {@code type}. */
    ResourceHandle get(int index, ResourceType type) {
        ResourceHandle handle = index >= FIRST && index < end ? handles[index] : null;
        if (handle == null) {
            throw new AbiTrap(owner, "unknown handle index " + Integer.toUnsignedString(index));
        }
        if (handle.type() != type) {
            if (owner.store().isFormerType(handle.type())) {
                throw new AbiTrap(
                        Trap.Kind.STALE_HANDLE,
                        owner,
                        "the instance that made this " + handle.type().name() + " (handle index " + index
                                + ") is no longer linked");
            }
            throw new AbiTrap(
                    owner,
                    "handle index " + index + " used with the wrong type: a " + type.name() + " is needed, not a "
                            + handle.type().name());
        }
        return handle;
    }

    /** As {@link #remove}, to drop it: a handle of a provider that is no longer linked may be dropped too. */
    ResourceHandle removeToDrop(int index, ResourceType type) {
        ResourceHandle handle = index >= FIRST && index < end ? handles[index] : null;
        return remove(index, handle != null && owner.store().isFormerType(handle.type()) ? handle.type() : type);
    }

    /** Removes and returns the handle of that number, which must be of {@code type} and not lent. */
    ResourceHandle remove(int index, ResourceType type) {
        ResourceHandle handle = get(index, type);
        if (handle.isLent()) {
            throw new AbiTrap(owner, "handle index " + index + " is removed while it is lent");
        }
        handles[index] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = index;
        return handle;
    }

    /** Removes and returns all handles. */
    List<ResourceHandle> clear() {
        List<ResourceHandle> all = new ArrayList<>();
        for (ResourceHandle handle : handles) {
            if (handle != null) {
                all.add(handle);
            }
        }
        Arrays.fill(handles, null);
        return all;
    }
}
