package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.ResourceRef;

/** A component's resource in the hands of the embedder. */
final class GuestResource implements ResourceRef {
    private final ResourceType type;
    private final int rep;
    private boolean gone;

    GuestResource(ResourceType type, int rep) {
        this.type = type;
        this.rep = rep;
    }

    ResourceType type() {
        return type;
    }

    int rep() {
        if (gone) {
            throw new IllegalArgumentException("the handle to " + type.name() + " was passed on or dropped before");
        }
        return rep;
    }

    /** Takes the resource away from whoever holds this. */
    int take() {
        int taken = rep();
        gone = true;
        return taken;
    }

    @Override
    public String typeName() {
        return type.name();
    }
}
