package dev.kubewasm.runtime.value;

import java.util.Optional;

/** Names for resource handles, {@code @name} in the text; WAVE itself has none. */
public interface WaveHandles {
    /** No handles: a resource prints as {@code @type}, and none can be read. */
    WaveHandles NONE = new WaveHandles() {
        @Override
        public String name(ResourceRef resource) {
            return resource.typeName();
        }

        @Override
        public Optional<ResourceRef> find(String name) {
            return Optional.empty();
        }
    };

    /** The name of a handle that is printed. */
    String name(ResourceRef resource);

    /** The handle of that name, if there is one. */
    Optional<ResourceRef> find(String name);
}
