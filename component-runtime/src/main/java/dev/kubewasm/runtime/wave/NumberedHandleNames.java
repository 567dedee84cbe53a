package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** Names by order of appearance; resources are told apart by identity. */
final class NumberedHandleNames implements HandleNames {
    private final IdentityHashMap<ResourceRef, String> names = new IdentityHashMap<>();
    private final Map<String, ResourceRef> resources = new HashMap<>();

    @Override
    public Optional<String> nameOf(ResourceRef resource) {
        String name = names.computeIfAbsent(resource, r -> "h" + (names.size() + 1));
        resources.put(name, resource);
        return Optional.of(name);
    }

    @Override
    public Optional<ResourceRef> named(String name) {
        return Optional.ofNullable(resources.get(name));
    }
}
