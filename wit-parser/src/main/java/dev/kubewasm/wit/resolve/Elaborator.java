package dev.kubewasm.wit.resolve;

import static java.util.Objects.requireNonNull;

import dev.kubewasm.wit.graph.Walk;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Stability;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a world say all it needs ("Transitive imports and worlds"): every interface whose types its items use is an
 * import, unless the item is an export and the interface is exported too. What an item needs comes before it.
 */
final class Elaborator {
    private final java.util.function.Function<InterfaceName, Interface> interfaces;
    private final java.util.function.Function<Interface, List<InterfaceName>> uses;
    private final Map<String, WorldItem> imports = new LinkedHashMap<>();
    private final Map<String, WorldItem> exports = new LinkedHashMap<>();
    /** What exports need as imports, and of each what needed it first. */
    private final Map<String, String> neededBy = new LinkedHashMap<>();

    private Elaborator(
            java.util.function.Function<InterfaceName, Interface> interfaces,
            java.util.function.Function<Interface, List<InterfaceName>> uses) {
        this.interfaces = interfaces;
        this.uses = uses;
    }

    /**
     * A world's elaborated imports and exports.
     *
     * @param conflict an exported interface that would have to be imported as well
     */
    record Elaborated(Map<String, WorldItem> imports, Map<String, WorldItem> exports, Optional<Conflict> conflict) {}

    /**
     * An interface that is exported, and that another export needs as an import.
     *
     * @param key what it is exported as
     * @param path from the export that needs it to itself: what is in between is not exported
     */
    record Conflict(String key, List<String> path) {
        Conflict {
            path = List.copyOf(path);
        }
    }

    static Elaborated elaborate(
            Map<String, WorldItem> imports,
            Map<String, WorldItem> exports,
            java.util.function.Function<InterfaceName, Interface> interfaces,
            java.util.function.Function<Interface, List<InterfaceName>> uses) {
        Elaborator elaborator = new Elaborator(interfaces, uses);
        sorted(imports).forEach(elaborator::addImport);
        Optional<Conflict> conflict = elaborator.addExports(exports);
        return new Elaborated(sorted(elaborator.imports), elaborator.exports, conflict);
    }

    /** Interfaces, then types used, then types defined, then functions, then functions of resources; else as it was. */
    private static Map<String, WorldItem> sorted(Map<String, WorldItem> items) {
        List<Map.Entry<String, WorldItem>> entries = new ArrayList<>(items.entrySet());
        entries.sort(Comparator.comparingInt(entry -> rank(entry.getValue())));
        Map<String, WorldItem> sorted = new LinkedHashMap<>();
        entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static int rank(WorldItem item) {
        return switch (item) {
            case WorldItem.OfInterface ignored -> 0;
            case WorldItem.OfType type -> type.type().usedFrom().isPresent() ? 1 : 2;
            case WorldItem.OfFunction function ->
                function.type().kind() instanceof Function.FunctionKind.Freestanding ? 3 : 4;
        };
    }

    private void addImport(String key, WorldItem item) {
        switch (item) {
            case WorldItem.OfInterface i ->
                importDependencies(uses.apply(i.type()), i.attributes().stability());
            case WorldItem.OfType type ->
                importDependencies(
                        type.type().usedFrom().stream().toList(), type.type().stability());
            case WorldItem.OfFunction ignored -> {
                // The types that it mentions are items of the world themselves.
            }
        }
        imports.putIfAbsent(key, item);
    }

    /** What is needed is gated like what needs it. */
    private void importDependencies(List<InterfaceName> names, Stability stability) {
        Attributes attributes = new Attributes(Docs.NONE, stability, Optional.empty());
        for (InterfaceName name : Walk.of(names, this::unmetNeeds).order()) {
            imports.putIfAbsent(name.toString(), new WorldItem.OfInterface(interfaces.apply(name), attributes));
        }
    }

    /** What stands among the imports came after all that it needs: the way need not be gone again. */
    private List<InterfaceName> unmetNeeds(InterfaceName name) {
        return imports.containsKey(name.toString()) ? List.of() : uses.apply(interfaces.apply(name));
    }

    /** An interface on the way to being added, and the interfaces it needs that have not been looked at. */
    private record Step(String key, WorldItem.OfInterface item, boolean exported, Iterator<InterfaceName> needs) {}

    private Optional<Conflict> addExports(Map<String, WorldItem> declared) {
        declared.forEach((key, item) -> {
            if (item instanceof WorldItem.OfFunction) {
                exports.put(key, item);
            }
        });
        Optional<Conflict> conflict = Optional.empty();
        for (Map.Entry<String, WorldItem> entry : declared.entrySet()) {
            if (entry.getValue() instanceof WorldItem.OfInterface item && conflict.isEmpty()) {
                conflict = addExport(entry.getKey(), item, declared);
            }
        }
        return conflict;
    }

    private Optional<Conflict> addExport(String key, WorldItem.OfInterface item, Map<String, WorldItem> declared) {
        Deque<Step> path = new ArrayDeque<>();
        if (!exports.containsKey(key)) {
            path.addLast(step(key, item, true));
        }
        while (!path.isEmpty()) {
            Step top = path.getLast();
            if (top.needs.hasNext()) {
                InterfaceName name = top.needs.next();
                String needed = name.toString();
                boolean exported = top.exported && declared.containsKey(needed);
                if (exports.containsKey(needed)) {
                    if (!exported) {
                        return Optional.of(conflict(needed, needed, top.key));
                    }
                } else if (exported || !neededBy.containsKey(needed)) {
                    if (!exported) {
                        neededBy.put(needed, top.key);
                    }
                    path.addLast(step(needed, needed(name, top.item.attributes()), exported));
                }
                continue;
            }
            path.removeLast();
            if (!top.exported) {
                imports.putIfAbsent(top.key, top.item);
            } else if (neededBy.containsKey(name(top))) {
                return Optional.of(conflict(top.key, name(top), requireNonNull(neededBy.get(name(top)))));
            } else {
                exports.put(top.key, top.item);
            }
        }
        return Optional.empty();
    }

    private Conflict conflict(String key, String name, String user) {
        List<String> path = new ArrayList<>(List.of(name));
        for (String at = user; at != null; at = neededBy.get(at)) {
            path.addFirst(at);
        }
        return new Conflict(key, path);
    }

    /** The interface itself: under a plain name, one may be exported that others need. */
    private static String name(Step step) {
        return step.item.type().name().map(InterfaceName::toString).orElse(step.key);
    }

    private WorldItem.OfInterface needed(InterfaceName name, Attributes by) {
        return new WorldItem.OfInterface(interfaces.apply(name), by.withoutDocs());
    }

    private Step step(String key, WorldItem.OfInterface item, boolean exported) {
        return new Step(key, item, exported, uses.apply(item.type()).iterator());
    }
}
