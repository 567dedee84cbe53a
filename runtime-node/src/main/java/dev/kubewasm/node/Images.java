package dev.kubewasm.node;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ComponentWorlds;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Images made ready to be instantiated: pulled, decoded and compiled once per digest, for all nodes of a process. */
public final class Images {
    private final Function<ComponentReference, ArtifactSource> artifacts;
    private final ComponentRuntime runtime;
    private final Executor background;
    private final Map<Digest, Prepared> prepared = new ConcurrentHashMap<>();
    private final Map<Wanted, CompletableFuture<Prepared>> underWay = new ConcurrentHashMap<>();

    /** Images of {@code artifacts}, compiled by {@code runtime}, by whoever asks for them. */
    public Images(ArtifactSource artifacts, ComponentRuntime runtime) {
        this(_ -> artifacts, runtime, Runnable::run);
    }

    /**
     * Images made ready elsewhere: whoever asks for one is told to come again.
     *
     * @param artifacts where those of a container are pulled from, with the credentials that its Pod brings: an image that
     *     is here already is given only to who may pull it
     * @param runtime compiles them
     * @param background runs what takes long, and tells the agent when it is done
     */
    public Images(
            Function<ComponentReference, ArtifactSource> artifacts, ComponentRuntime runtime, Executor background) {
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

    /** An image and who wants it. */
    private record Wanted(String namespace, String image, List<String> pullSecrets) {}

    /**
     * What has become of the image of {@code container}; an answer other than {@link Prepared.UnderWay} is given once for each
     * attempt.
     */
    Prepared prepare(ComponentReference container) {
        Wanted wanted = new Wanted(container.namespace(), container.image(), container.pullSecrets());
        CompletableFuture<Prepared> attempt = underWay.computeIfAbsent(
                wanted, _ -> CompletableFuture.supplyAsync(() -> attempt(container), background));
        if (!attempt.isDone()) {
            return new Prepared.UnderWay();
        }
        underWay.remove(wanted, attempt);
        return attempt.join();
    }

    private Prepared attempt(ComponentReference container) {
        String image = container.image();
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            return new Prepared.Unusable("InvalidImageName", "'" + image + "' is no image reference", false);
        }
        try {
            ArtifactSource source = artifacts.apply(container);
            return switch (source.resolve(reference.get())) {
                case ArtifactSource.Resolution.Refused(ArtifactProblem problem) -> unusable(problem);
                case ArtifactSource.Resolution.Resolved(WasmArtifact artifact) -> prepared(source, artifact);
            };
        } catch (ClusterUnavailableException e) {
            return new Prepared.Unusable("ErrImagePull", String.valueOf(e.getMessage()), true);
        }
    }

    private Prepared prepared(ArtifactSource source, WasmArtifact artifact) {
        Prepared known = prepared.get(artifact.layer());
        if (known != null) {
            return known;
        }
        Prepared made = pull(source, artifact);
        if (!(made instanceof Prepared.Unusable(String _, String _, boolean mayPass)) || !mayPass) {
            prepared.put(artifact.layer(), made);
        }
        return made;
    }

    private Prepared pull(ArtifactSource source, WasmArtifact artifact) {
        return switch (source.binary(artifact)) {
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
