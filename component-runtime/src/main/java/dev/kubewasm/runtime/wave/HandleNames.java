package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import java.util.Optional;

/** Names for resource handles, which WAVE itself has no form for: written {@code @h1}, for example. */
public interface HandleNames {
    /**
     * The name of a handle to be written, without the {@code @}: ASCII letters, digits and hyphens.
     *
     * @return empty if it has none; a value that holds it can't be written then
     */
    Optional<String> nameOf(ResourceRef resource);

    /** The handle of this name, without the {@code @}; empty if nothing has it. */
    Optional<ResourceRef> named(String name);

    /** No names: values that hold handles are neither written nor read. */
    static HandleNames none() {
        return NoHandleNames.INSTANCE;
    }

    /**
     * Gives the names {@code h1}, {@code h2} and so on, to each resource when it is first written, and keeps them: each
     * resource of which it knows the name stays reachable.
     */
    static HandleNames numbered() {
        return new NumberedHandleNames();
    }
}
