package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.host.HostResourceType;
import java.util.Optional;

/** A resource type at run time: one per instance of the component that defines it, or the host's. By identity. */
public final class ResourceType {
    private final String name;
    private final Optional<InstanceScope> implementation;
    private final Optional<CoreFunction> destructor;
    private final Optional<HostResourceType<?>> hostType;

    private ResourceType(
            String name,
            Optional<InstanceScope> implementation,
            Optional<CoreFunction> destructor,
            Optional<HostResourceType<?>> hostType) {
        this.name = name;
        this.implementation = implementation;
        this.destructor = destructor;
        this.hostType = hostType;
    }

    /** A resource that {@code implementation} defines. */
    public static ResourceType ofGuest(String name, InstanceScope implementation, Optional<CoreFunction> destructor) {
        return new ResourceType(name, Optional.of(implementation), destructor, Optional.empty());
    }

    /** A resource that the host defines. */
    public static ResourceType ofHost(HostResourceType<?> type) {
        return new ResourceType(type.name(), Optional.empty(), Optional.empty(), Optional.of(type));
    }

    /** Its name, for messages. */
    public String name() {
        return name;
    }

    Optional<InstanceScope> implementation() {
        return implementation;
    }

    Optional<CoreFunction> destructor() {
        return destructor;
    }

    Optional<HostResourceType<?>> hostType() {
        return hostType;
    }

    @Override
    public String toString() {
        return "resource " + name;
    }
}
