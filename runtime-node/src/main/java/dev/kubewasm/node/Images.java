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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Images made ready to be instantiated: pulled, decoded and compiled once per digest, for all nodes of a process. */
public final class Images {
    private final ArtifactSource artifacts;
    private final ComponentRuntime runtime;
    private final Executor background;
    private final Map<Digest, Prepared> prepared = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Prepared>> underWay = new ConcurrentHashMap<>();

    /** Images of {@code artifacts}, compiled by {@code runtime}, by whoever asks for them. */
    public Images(ArtifactSource artifacts, ComponentRuntime runtime) {
        this(artifacts, runtime, Runnable::run);
    }

    /**
     * Images made ready elsewhere: whoever asks for one is told to come again.
     *
     * @param artifacts where they are pulled from
     * @param runtime compiles them
     * @param background runs what takes long, and tells the agent when it is done
     */
    public Images(ArtifactSource artifacts, ComponentRuntime runtime, Executor background) {
        this.artifacts = artifacts;
        this.runtime = runtime;
        this.background = background;
    }

    /** What became of an image. */
    sealed interface Prepared {
        /**
         * It can be instantiated.
         *
         * @param component compiled
         * @param world what it imports and exports, from its binary
         * @param digest of the binary
         */
        record Ready(CompiledComponent component, World world, Digest digest) implements Prepared {}

        /** It is being pulled or compiled: ask again. */
        record UnderWay() implements Prepared {}

        /**
         * It can't.
         *
         * @param reason one word, for example {@code ErrImagePull}
         * @param message one line
         * @param mayPass whether another attempt may succeed
         */
        record Unusable(String reason, String message, boolean mayPass) implements Prepared {}
    }

    /** What has become of {@code image}; an answer other than {@link Prepared.UnderWay} is given once for each attempt. */
    Prepared prepare(String image) {
        CompletableFuture<Prepared> attempt = underWay.computeIfAbsent(
                image, _ -> CompletableFuture.supplyAsync(() -> attempt(image), background));
        if (!attempt.isDone()) {
            return new Prepared.UnderWay();
        }
        underWay.remove(image, attempt);
        return attempt.join();
    }

    private Prepared attempt(String image) {
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
            return new Prepared.Ready(runtime.compile(ComponentTypes.resolve(component)), world, artifact.layer());
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
