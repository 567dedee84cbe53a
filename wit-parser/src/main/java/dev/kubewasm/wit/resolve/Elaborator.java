package dev.kubewasm.wit.resolve;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a world say all it needs ("Transitive imports and worlds"): every interface whose types its items use is an
 * import, unless the item is an export and the interface is exported too. What an item needs comes before it.
 */
final class Elaborator {
    private final java.util.function.Function<InterfaceName, Interface> interfaces;
    private final Map<String, WorldItem> imports = new LinkedHashMap<>();
    private final Map<String, WorldItem> exports = new LinkedHashMap<>();
    private final Set<String> neededImports = new LinkedHashSet<>();

    private Elaborator(java.util.function.Function<InterfaceName, Interface> interfaces) {
        this.interfaces = interfaces;
    }

    /**
     * A world's elaborated imports and exports.
     *
     * @param conflict an exported interface that needs, through one that is not exported, another that is: it would
     *     have to be both imported and exported
     */
    record Elaborated(Map<String, WorldItem> imports, Map<String, WorldItem> exports, Optional<String> conflict) {}

    static Elaborated elaborate(
            Map<String, WorldItem> imports,
            Map<String, WorldItem> exports,
            java.util.function.Function<InterfaceName, Interface> interfaces) {
        Elaborator elaborator = new Elaborator(interfaces);
        sorted(imports).forEach(elaborator::addImport);
        Optional<String> conflict = elaborator.addExports(exports);
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
                importDependencies(i.type().uses(), i.attributes().stability());
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
        return imports.containsKey(name.toString())
                ? List.of()
                : interfaces.apply(name).uses();
    }

    /** An interface on the way to being added, and the interfaces it needs that have not been looked at. */
    private record Step(String key, WorldItem.OfInterface item, boolean exported, Iterator<InterfaceName> needs) {}

    private Optional<String> addExports(Map<String, WorldItem> declared) {
        declared.forEach((key, item) -> {
            if (item instanceof WorldItem.OfFunction) {
                exports.put(key, item);
            }
        });
        Optional<String> conflict = Optional.empty();
        for (Map.Entry<String, WorldItem> entry : declared.entrySet()) {
            if (entry.getValue() instanceof WorldItem.OfInterface item
                    && conflict.isEmpty()
                    && !addExport(entry.getKey(), item, declared)) {
                conflict = Optional.of(entry.getKey());
            }
        }
        return conflict;
    }

    private boolean addExport(String key, WorldItem.OfInterface item, Map<String, WorldItem> declared) {
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
                        return false;
                    }
                } else if (exported || !neededImports.contains(needed)) {
                    path.addLast(step(needed, needed(name, top.item.attributes()), exported));
                }
                continue;
            }
            path.removeLast();
            if (!top.exported) {
                neededImports.add(top.key);
                imports.putIfAbsent(top.key, top.item);
            } else if (neededImports.contains(name(top))) {
                return false;
            } else {
                exports.put(top.key, top.item);
            }
        }
        return true;
    }

    /** The interface itself: under a plain name, one may be exported that others need. */
    private static String name(Step step) {
        return step.item.type().name().map(InterfaceName::toString).orElse(step.key);
    }

    private WorldItem.OfInterface needed(InterfaceName name, Attributes by) {
        return new WorldItem.OfInterface(interfaces.apply(name), by.withoutDocs());
    }

    private static Step step(String key, WorldItem.OfInterface item, boolean exported) {
        return new Step(key, item, exported, item.type().uses().iterator());
    }
}
