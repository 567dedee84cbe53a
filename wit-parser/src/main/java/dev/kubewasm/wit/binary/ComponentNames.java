package dev.kubewasm.wit.binary;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names that a component's custom section {@code component-name} gives to its definitions (Binary.md, name section).
 * They are for people alone: here as {@link ShownName} has them, and what can't be read is left out and makes no component
 * unusable.
 *
 * @param component the name of the component itself
 * @param items names by sort and index; of the same index the first counts
 */
public record ComponentNames(Optional<String> component, Map<Sort, SortedMap<Integer, String>> items) {
    private static final String SECTION = "component-name";
    private static final int OF_COMPONENT = 0;
    private static final int OF_SORT = 1;
    private static final int MAX_NAMES = 1_000_000;

    public ComponentNames {
        Map<Sort, SortedMap<Integer, String>> copy = new EnumMap<>(Sort.class);
        items.forEach((sort, names) -> copy.put(sort, Collections.unmodifiableSortedMap(new TreeMap<>(names))));
        items = Collections.unmodifiableMap(copy);
    }

    /** The names that {@code component} has; those of components inside are theirs. */
    public static ComponentNames of(Component component) {
        Reading reading = new Reading();
        component.customSections().stream()
                .filter(section -> section.name().equals(SECTION))
                .findFirst()
                .ifPresent(section -> reading.read(section.contents().reader()));
        return new ComponentNames(reading.component, reading.items);
    }

    /** Whether it has any. */
    public boolean isEmpty() {
        return component.isEmpty() && items.isEmpty();
    }

    /** The name of what has that index in the index space of {@code sort}. */
    public Optional<String> name(Sort sort, int index) {
        return Optional.ofNullable(
                items.getOrDefault(sort, Collections.emptySortedMap()).get(index));
    }

    /** What is read so far. */
    private static final class Reading {
        private Optional<String> component = Optional.empty();
        private final Map<Sort, SortedMap<Integer, String>> items = new EnumMap<>(Sort.class);

        /** Reads part by part, up to the end or to where the parts can't be told apart. */
        void read(WasmReader in) {
            try {
                while (!in.atEnd()) {
                    int kind = in.u8();
                    part(kind, in.sub(in.u32()));
                }
            } catch (MalformedBinaryException e) {
                // What comes before it is good.
            }
        }

        private void part(int kind, WasmReader in) {
            try {
                switch (kind) {
                    case OF_COMPONENT -> component = component.or(() -> Optional.of(ShownName.of(in.name())));
                    case OF_SORT -> names(in);
                    default -> {
                        // Names of a kind that came later.
                    }
                }
            } catch (MalformedBinaryException e) {
                // So are the other parts.
            }
        }

        private void names(WasmReader in) {
            Sort sort = new TypeReader(in).sort();
            int count = in.count(MAX_NAMES, "names");
            for (int i = 0; i < count; i++) {
                int index = in.index();
                String name = ShownName.of(in.name());
                items.computeIfAbsent(sort, s -> new TreeMap<>()).putIfAbsent(index, name);
            }
        }
    }
}
