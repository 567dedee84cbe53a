package dev.kubewasm.node;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ComponentWorlds;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.World;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Images made ready to be instantiated: pulled, decoded and compiled once per digest, for all nodes of a process. */
public final class Images {
    private final ArtifactSource artifacts;
    private final ComponentRuntime runtime;
    private final Map<Digest, Prepared> prepared = new ConcurrentHashMap<>();

    /** Images of {@code artifacts}, compiled by {@code runtime}. */
    public Images(ArtifactSource artifacts, ComponentRuntime runtime) {
        this.artifacts = artifacts;
        this.runtime = runtime;
    }

    /** What became of an image. */
    sealed interface Prepared {
        /**
         * It can be instantiated.
         *
         * @param component compiled
         * @param world what it imports and exports, from its binary
         */
        record Ready(CompiledComponent component, World world) implements Prepared {}

        /**
         * It can't.
         *
         * @param reason one word, for example {@code ErrImagePull}
         * @param message one line
         * @param mayPass whether another attempt may succeed
         */
        record Unusable(String reason, String message, boolean mayPass) implements Prepared {}
    }

    Prepared prepare(String image) {
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            return new Prepared.Unusable("InvalidImageName", "'" + image + "' is no image reference", false);
        }
        return switch (artifacts.resolve(reference.get())) {
            case ArtifactSource.Resolution.Refused(ArtifactProblem problem) -> unusable(problem);
            case ArtifactSource.Resolution.Resolved(WasmArtifact artifact) -> {
                Prepared known = prepared.get(artifact.layer());
                if (known == null) {
                    known = pull(artifact);
                    if (!(known instanceof Prepared.Unusable(String r, String m, boolean mayPass)) || !mayPass) {
                        prepared.put(artifact.layer(), known);
                    }
                }
                yield known;
            }
        };
    }

    private Prepared pull(WasmArtifact artifact) {
        return switch (artifacts.binary(artifact)) {
            case ArtifactSource.Binary.Refused(ArtifactProblem problem) -> unusable(problem);
            case ArtifactSource.Binary.Bytes(byte[] bytes) -> compile(artifact, bytes);
        };
    }

    private Prepared compile(WasmArtifact artifact, byte[] bytes) {
        try {
            Component component = ComponentDecoder.decode(bytes);
            World world = ComponentWorlds.of(component);
            return new Prepared.Ready(runtime.compile(ComponentTypes.resolve(component)), world);
        } catch (MalformedBinaryException | NoWorldException | CoreModuleException e) {
            return new Prepared.Unusable(
                    "InvalidComponent", "image " + artifact.image() + ": " + e.getMessage(), false);
        } catch (UnsupportedFeatureException e) {
            return new Prepared.Unusable(
                    "UnsupportedComponent", "image " + artifact.image() + ": " + e.getMessage(), false);
        }
    }

    private static Prepared unusable(ArtifactProblem problem) {
        return new Prepared.Unusable("ErrImagePull", problem.message(), problem.mayPass());
    }
}
