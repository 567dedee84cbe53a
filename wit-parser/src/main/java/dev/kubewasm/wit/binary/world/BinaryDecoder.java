package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.types.ComponentWalk;
import dev.kubewasm.wit.binary.types.CoreLevel;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Features;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Binaries to what they say in WIT. Core modules are not looked into further than their imports and exports. */
public final class BinaryDecoder {
    private BinaryDecoder() {}

    /** What a binary is. */
    public sealed interface Decoded {
        /** Packages: the one encoded first, then those that it mentions, as far as it does. */
        record Packages(List<WitPackage> packages) implements Decoded {
            public Packages {
                packages = List.copyOf(packages);
            }
        }

        /** A component, by its world. */
        record OfComponent(World world) implements Decoded {}
    }

    /**
     * What {@code binary} is; in packages, unstable items are kept where {@code features} has them.
     *
     * @throws MalformedBinaryException if it isn't a valid component binary
     * @throws NoWorldException if WIT can't say what it is
     */
    public static Decoded decode(byte[] binary, Features features) {
        Component component = ComponentDecoder.decode(binary);
        ComponentNode outline = ComponentWalk.of(component, CoreLevel.UNCHECKED).outline();
        Optional<SequencedMap<String, ComponentNode>> exports = PackageReader.exports(outline);
        return exports.isPresent()
                ? new Decoded.Packages(FeatureFilter.apply(PackageReader.read(component, exports.get()), features))
                : new Decoded.OfComponent(ComponentWorld.of(outline));
    }
}
