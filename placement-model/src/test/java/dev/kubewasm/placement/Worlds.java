package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Small components for tests: each interface has one function {@code call} without parameters. */
public final class Worlds {
    private static final InterfaceName ROOT =
            new InterfaceName(new PackageName("root", "component", Optional.empty()), "root");

    private Worlds() {}

    /** A component whose types are known. */
    public static ComponentFacts component(List<String> imports, List<String> exports) {
        return component(imports, exports, Type.Primitive.U32, true);
    }

    /** A component whose functions return {@code result}. */
    public static ComponentFacts component(
            List<String> imports, List<String> exports, Type result, boolean typesKnown) {
        return new ComponentFacts(
                world(items(imports, result, typesKnown), items(exports, result, typesKnown)),
                typesKnown,
                Optional.empty(),
                Set.of(),
                "a test");
    }

    /** The same component with core features it needs. */
    public static ComponentFacts needing(ComponentFacts component, String... features) {
        Set<WasmFeature> needed = new TreeSet<>();
        for (String feature : features) {
            needed.add(new WasmFeature(feature));
        }
        return new ComponentFacts(
                component.world(), component.typesKnown(), component.digest(), needed, component.source());
    }

    /** A component with these items. */
    public static ComponentFacts component(Map<String, WorldItem> imports, Map<String, WorldItem> exports) {
        return new ComponentFacts(world(imports, exports), true, Optional.empty(), Set.of(), "a test");
    }

    private static World world(Map<String, WorldItem> imports, Map<String, WorldItem> exports) {
        return new World(ROOT, new LinkedHashMap<>(imports), new LinkedHashMap<>(exports), Attributes.NONE);
    }

    private static SequencedMap<String, WorldItem> items(List<String> names, Type result, boolean typesKnown) {
        SequencedMap<String, WorldItem> items = new LinkedHashMap<>();
        for (String name : names) {
            Map<String, Function> functions = typesKnown ? Map.of("call", function("call", result)) : Map.of();
            items.put(name, WorldItem.OfInterface.plain(Interface.of(InterfaceName.parse(name), Map.of(), functions)));
        }
        return items;
    }

    /** A function without parameters. */
    public static Function function(String name, Type result) {
        return new Function(
                name, new Function.FunctionKind.Freestanding(), false, List.of(), Optional.of(result), Attributes.NONE);
    }
}
