package dev.kubewasm.runtime.abi;

import org.jspecify.annotations.Nullable;

/** The resource types that an instance knows, by the slots its types name them with; filled while it is instantiated. */
public final class ResourceTable {
    private final @Nullable ResourceType[] types;

    /** A table of {@code size} slots. */
    public ResourceTable(int size) {
        this.types = new @Nullable ResourceType[size];
    }

    /** A table with the same types. */
    public ResourceTable copy() {
        ResourceTable copy = new ResourceTable(types.length);
        System.arraycopy(types, 0, copy.types, 0, types.length);
        return copy;
    }

    /** The type in a slot that was set. */
    public ResourceType get(int slot) {
        ResourceType type = types[slot];
        if (type == null) {
            throw new IllegalStateException("resource slot " + slot + " is used before it is set");
        }
        return type;
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
    }
}
