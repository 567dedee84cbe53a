package dev.kubewasm.runtime.host;

import dev.kubewasm.runtime.value.ResourceRef;

/**
 * A host's object as the runtime passes it around. Hosts make and read them with {@link HostResourceType}.
 *
 * @param type the resource type
 * @param value the object
 */
public record HostObject(HostResourceType<?> type, Object value) implements ResourceRef {
    @Override
    public String typeName() {
        return type.name();
    }

    /** Runs the type's destructor: the owning handle was dropped. */
    public void destroy() {
        type.destroy(value);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof HostObject o && o.value == value && o.type == type;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(value);
    }
}
