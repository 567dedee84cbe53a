package dev.kubewasm.cli.component;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ComponentWorlds;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.link.LinkPlan;
import dev.kubewasm.runtime.link.LinkPlanBuilder;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.nio.file.Path;
import java.util.Optional;

/** A component that is to be linked to others: its types, and how it is instantiated. Nothing is compiled for that. */
record Linkable(Path file, World world, LinkPlan plan) {
    static Linkable read(Path file) {
        byte[] binary = Inputs.read(file);
        try {
            Component component = ComponentDecoder.decode(binary);
            return new Linkable(
                    file, ComponentWorlds.of(component), LinkPlanBuilder.build(ComponentTypes.resolve(component)));
        } catch (MalformedBinaryException | NoWorldException | UnsupportedFeatureException e) {
            throw Inputs.unreadable(file, e);
        }
    }

    Optional<Interface> imported(String name) {
        return type(Optional.ofNullable(world.imports().get(name)));
    }

    Optional<Interface> exported(String name) {
        return type(Optional.ofNullable(world.exports().get(name)));
    }

    private static Optional<Interface> type(Optional<WorldItem> item) {
        return item.filter(WorldItem.OfInterface.class::isInstance).map(i -> ((WorldItem.OfInterface) i).type());
    }
}
