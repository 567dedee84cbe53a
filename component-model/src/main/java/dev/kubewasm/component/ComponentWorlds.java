package dev.kubewasm.component;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.world.ComponentWorld;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.World;
import java.util.List;

/** The worlds of component binaries that are checked in full: what a runtime may rely on. */
public final class ComponentWorlds {
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
        return ComponentWorld.of(ComponentTypes.outline(component));
    }

    /**
     * The world of a decoded component as far as there is one.
     *
     * @throws MalformedBinaryException if the component isn't valid
     */
    static WitWorld asFarAsSaid(Component component) {
        ComponentNode outline = ComponentTypes.outline(component);
        try {
            return new WitWorld.Said(ComponentWorld.of(outline));
        } catch (NoWorldException e) {
            return new WitWorld.Unsaid(
                    String.valueOf(e.getMessage()),
                    List.copyOf(outline.imports().keySet()),
                    List.copyOf(outline.exports().keySet()));
        }
    }
}
