package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.World;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the component that a container runs.
 *
 * @param world what it imports and exports
 * @param typesKnown false if only the names of imports and exports are known: the interfaces of {@code world} are then
 *     empty and say nothing
 * @param digest of the artifact, for example {@code sha256:…}, if it was resolved
 * @param wasmFeatures core features it is known to need; empty if unknown
 * @param source where the world was read from, in words for messages
 */
public record ComponentFacts(
        World world, boolean typesKnown, Optional<String> digest, Set<WasmFeature> wasmFeatures, String source) {
    public ComponentFacts {
        wasmFeatures = Collections.unmodifiableSet(new TreeSet<>(wasmFeatures));
    }

    /**
     * Whether it is a command: it exports {@code wasi:cli/run}, runs to completion and provides nothing. Any other is a
     * reactor.
     */
    public boolean isCommand() {
        return world.exports().keySet().stream().anyMatch(key -> key.equals(RUN) || key.startsWith(RUN + "@"));
    }

    private static final String RUN = "wasi:cli/run";
}
