package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.host.HostObject;
import java.util.Optional;

/**
 * An element of a handle table (CanonicalABI.md, "Resource State").
 *
 * <p>What it stands for is {@code rep}, a number of the component that defines the resource, or an object of the host.
 */
final class ResourceHandle {
    private final ResourceType type;
    private final int rep;
    private final Optional<HostObject> object;
    private final Optional<Call> borrowedFor;
    private int lends;

    private ResourceHandle(ResourceType type, int rep, Optional<HostObject> object, Optional<Call> borrowedFor) {
        this.type = type;
        this.rep = rep;
        this.object = object;
        this.borrowedFor = borrowedFor;
    }

    static ResourceHandle own(ResourceType type, int rep, Optional<HostObject> object) {
        return new ResourceHandle(type, rep, object, Optional.empty());
    }

    static ResourceHandle borrow(ResourceType type, int rep, Optional<HostObject> object, Call scope) {
        return new ResourceHandle(type, rep, object, Optional.of(scope));
    }

    ResourceType type() {
        return type;
    }

    int rep() {
        return rep;
    }

    Optional<HostObject> object() {
        return object;
    }

    boolean isOwn() {
        return borrowedFor.isEmpty();
    }

    /** The call at whose end a borrowed handle must have been dropped. */
    Optional<Call> borrowedFor() {
        return borrowedFor;
    }

    boolean isLent() {
        return lends > 0;
    }

    void lend() {
        lends++;
    }

    void giveBack() {
        lends--;
    }
}
