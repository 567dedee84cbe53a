package dev.kubewasm.component;

import dev.kubewasm.component.TypeNode.ComponentNode;
import dev.kubewasm.component.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.TypeDef.Owner;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The world of a component binary: its imports and exports as WIT. An interface's types are named by the interface that
 * exports them first; a type that another interface exports as equal to one of those is an alias of it there. Docs and
 * gates aren't part of a binary. The interfaces an interface uses are imports of their own already.
 */
public final class ComponentWorlds {
    /** The name that worlds of binaries have. */
    public static final InterfaceName ROOT =
            new InterfaceName(new PackageName("root", "component", Optional.empty()), "root");

    private ComponentWorlds() {}

    /**
     * The world of a component.
     *
     * @param binary a component binary
     * @throws MalformedBinaryException if it isn't one or isn't valid
     * @throws NoWorldException if it imports or exports what WIT can't say
     */
    public static World decode(byte[] binary) {
        return of(ComponentDecoder.decode(binary));
    }

    /** The world of a decoded component, likewise. */
    public static World of(Component component) {
        ComponentNode outline = ComponentTypes.outline(component);
        WorldTypes types = new WorldTypes();
        SequencedMap<String, WorldItem> imports = items(outline.imports(), types, "import");
        SequencedMap<String, WorldItem> exports = items(outline.exports(), types, "export");
        return new World(ROOT, imports, exports, Attributes.NONE);
    }

    private static SequencedMap<String, WorldItem> items(
            SequencedMap<String, Entity> items, WorldTypes types, String direction) {
        SequencedMap<String, WorldItem> out = new LinkedHashMap<>();
        Owner world = new Owner.OfWorld(ROOT);
        WorldTypes.Names names = types.names(world);
        items.forEach((name, item) -> {
            String what = direction + " `" + name + "`";
            WorldItem made =
                    switch (item) {
                        case Entity.Instance i -> WorldItem.OfInterface.plain(instance(name, i.type(), types, what));
                        case Entity.Func f -> new WorldItem.OfFunction(names.function(name, f.type(), what));
                        case Entity.OfType t -> new WorldItem.OfType(names.define(name, t.type(), what));
                        case Entity.Module m -> throw new NoWorldException(what, "core module");
                        case Entity.Value v -> throw new NoWorldException(what, "value");
                        case Entity.Component c -> throw new NoWorldException(what, "component");
                    };
            out.put(name, made);
        });
        return out;
    }

    private static Interface instance(String key, InstanceNode instance, WorldTypes types, String what) {
        Optional<InterfaceName> name = InterfaceName.parse(key);
        Owner owner = name.<Owner>map(Owner.OfInterface::new).orElseGet(() -> new Owner.Inline(ROOT, key));
        WorldTypes.Names names = types.names(owner);
        SequencedMap<String, TypeDef> defs = new LinkedHashMap<>();
        SequencedMap<String, Function> functions = new LinkedHashMap<>();
        instance.exports().forEach((label, item) -> {
            String at = what + " › " + label;
            switch (item) {
                case Entity.OfType t -> defs.put(label, names.define(label, t.type(), at));
                case Entity.Func f -> functions.put(label, names.function(label, f.type(), at));
                default -> throw new NoWorldException(at, item.kind());
            }
        });
        return Interface.of(name, defs, functions);
    }
}
