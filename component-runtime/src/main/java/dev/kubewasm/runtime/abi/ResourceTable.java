package dev.kubewasm.runtime.abi;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The resource types that an instance knows, by the slots its types name them with; filled while it is instantiated. When an
 * import is linked to another provider, its types are what others see at once ({@link #linked}), and what the instance's
 * own calls go by once it has made the change ({@link #get}).
 */
public final class ResourceTable {
    private final @Nullable ResourceType[] types;
    private final AtomicReferenceArray<@Nullable ResourceType> linked;

    /** A table of {@code size} slots. */
    public ResourceTable(int size) {
        this.types = new @Nullable ResourceType[size];
        this.linked = new AtomicReferenceArray<>(size);
    }

    /** A table with the types that are linked. */
    public ResourceTable copy() {
        ResourceTable copy = new ResourceTable(types.length);
        for (int slot = 0; slot < types.length; slot++) {
            ResourceType type = linked.get(slot);
            if (type != null) {
                copy.set(slot, type);
            }
        }
        return copy;
    }

    /** The type in a slot that was set. */
    public ResourceType get(int slot) {
        return present(types[slot], slot);
    }

    /** The type in a slot that was set, by the links as they are; by any thread. */
    public ResourceType linked(int slot) {
        return present(linked.get(slot), slot);
    }

    private static ResourceType present(@Nullable ResourceType type, int slot) {
        if (type == null) {
            throw new IllegalStateException("resource slot " + slot + " is used before it is set");
        }
        return type;
    }

    /** Links a slot to another type; {@link #replace} follows when the instance makes the change. */
    public void link(int slot, ResourceType type) {
        linked.set(slot, type);
    }

    /** Puts another type into a slot of {@code store}'s; handles of the type that was there are stale from now on. */
    public void replace(int slot, ResourceType type, InstanceStore store) {
        ResourceType before = get(slot);
        if (before != type) {
            store.addFormerType(before);
            types[slot] = type;
        }
    }

    /** Sets a slot. */
    public void set(int slot, ResourceType type) {
        types[slot] = type;
        linked.set(slot, type);
    }
}
