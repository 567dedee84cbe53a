package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import java.util.Optional;

/** No handle has a name. */
enum NoHandleNames implements HandleNames {
    INSTANCE;

    @Override
    public Optional<String> nameOf(ResourceRef resource) {
        return Optional.empty();
    }

    @Override
    public Optional<ResourceRef> named(String name) {
        return Optional.empty();
    }
}
