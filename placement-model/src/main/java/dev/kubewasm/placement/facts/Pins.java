package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The providers a Pod has settled by name, by interface pattern. */
public record Pins(Map<InterfacePattern, WorkloadPin> byPattern) {
    /** None: what holds without an annotation. */
    public static final Pins NONE = new Pins(Map.of());

    public Pins {
        byPattern = Collections.unmodifiableMap(new LinkedHashMap<>(byPattern));
    }

    /** The provider pinned for the import of {@code name}, by the most exact pattern that matches. */
    public Optional<WorkloadPin> of(InterfaceName name) {
        return byPattern.entrySet().stream()
                .filter(entry -> entry.getKey().matches(name))
                .max(Comparator.comparingInt(entry -> entry.getKey().precision()))
                .map(Map.Entry::getValue);
    }
}
