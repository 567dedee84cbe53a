package dev.kubewasm.runtime.assembly;

import dev.kubewasm.runtime.ComponentInstance;
import java.util.List;

/** Instances linked to each other, and the one of them that is called from outside. Closed as a whole. */
public final class Assembly implements AutoCloseable {
    private final List<ComponentInstance> instances;

    /** {@code instances} in the order they were made, providers before those they serve. */
    Assembly(List<ComponentInstance> instances) {
        this.instances = List.copyOf(instances);
    }

    /** The instance that all others serve. */
    public ComponentInstance root() {
        return instances.getLast();
    }

    /** Closes all instances, those that others need last. */
    @Override
    public void close() {
        instances.reversed().forEach(ComponentInstance::close);
    }
}
