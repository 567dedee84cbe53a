package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.World;
import java.util.Optional;

/**
 * The world of a component: its imports and exports as WIT. An interface's types are named by the interface that exports
 * them first; a type that another interface exports as equal to one of those is an alias of it there. Docs and gates
 * aren't part of a component. The interfaces an interface uses are imports of their own already.
 */
public final class ComponentWorld {
    /** The name that worlds of components have. */
    public static final InterfaceName ROOT =
            new InterfaceName(new PackageName("root", "component", Optional.empty()), "root");

    private ComponentWorld() {}

    /**
     * The world of a component with these imports and exports.
     *
     * @throws NoWorldException if WIT can't say some of them
     */
    public static World of(ComponentNode component) {
        return WorldReader.ofComponent()
                .world(ROOT, component, PackageDocs.OfWorld.NONE)
                .build();
    }
}
