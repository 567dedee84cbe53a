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
import java.util.Collections;
import java.util.LinkedHashMap;
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
    private final Optional<ArtifactCache> cache;
    private final Map<Digest, Prepared> prepared = Collections.synchronizedMap(new LeastRecentlyUsed());
    private final Map<Wanted, CompletableFuture<Prepared>> underWay = new ConcurrentHashMap<>();

    /** Components that run hold their code themselves: what goes from here is made again when it is asked for. */
    private static final class LeastRecentlyUsed extends LinkedHashMap<Digest, Prepared> {
        private static final long serialVersionUID = 1L;
        private static final int KEPT = 512;

        LeastRecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Prepared> eldest) {
            return size() > KEPT;
        }
    }

    /** Images of {@code artifacts}, compiled by {@code runtime}, by whoever asks for them. */
    public Images(ArtifactSource artifacts, ComponentRuntime runtime) {
        this(_ -> artifacts, runtime, Runnable::run, Optional.empty());
    }

    /**
     * Images made ready elsewhere: whoever asks for one is told to come again.
     *
     * @param artifacts where those of a container are pulled from, with the credentials that its Pod brings: an image that
     *     is here already is given only to who may pull it
     * @param runtime compiles them
     * @param background runs what takes long, and tells the agent when it is done
     * @param cache keeps what was pulled; without it that is forgotten with the process
     */
    public Images(
            Function<ComponentReference, ArtifactSource> artifacts,
            ComponentRuntime runtime,
            Executor background,
            Optional<ArtifactCache> cache) {
        this.cache = cache;
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
         * @param bytes the binary's size
         */
        record Ready(CompiledComponent component, World world, Digest digest, long bytes) implements Prepared {}

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

    /** An image and who wants it how. */
    private record Wanted(String namespace, String image, List<String> pullSecrets, PullPolicy policy) {}

    /**
     * What has become of the image of {@code container}: at once where it is compiled and needn't be pulled; else an answer other
     * than {@link Prepared.UnderWay} is given once for each attempt.
     */
    Prepared prepare(ComponentReference container, PullPolicy policy) {
        Wanted wanted = new Wanted(container.namespace(), container.image(), container.pullSecrets(), policy);
        CompletableFuture<Prepared> attempt = underWay.get(wanted);
        if (attempt == null) {
            Optional<Prepared> compiled = compiled(container, policy);
            if (compiled.isPresent()) {
                return compiled.get();
            }
            attempt = underWay.computeIfAbsent(
                    wanted, _ -> CompletableFuture.supplyAsync(() -> attempt(container, policy), background));
        }
        if (!attempt.isDone()) {
            return new Prepared.UnderWay();
        }
        underWay.remove(wanted, attempt);
        return attempt.join();
    }

    private Prepared attempt(ComponentReference container, PullPolicy policy) {
        String image = container.image();
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            return new Prepared.Unusable("InvalidImageName", "'" + image + "' is no image reference", false);
        }
        Optional<Prepared> present =
                policy == PullPolicy.ALWAYS ? Optional.empty() : present(container, reference.get());
        if (present.isPresent()) {
            return present.get();
        }
        if (policy == PullPolicy.NEVER) {
            return new Prepared.Unusable(
                    "ErrImageNeverPull",
                    "image " + image + " is not on this node, and imagePullPolicy Never forbids to pull it",
                    true);
        }
        try {
            ArtifactSource source = artifacts.apply(container);
            return switch (source.resolve(reference.get())) {
                case ArtifactSource.Resolution.Refused(ArtifactProblem problem) -> unusable(problem);
                case ArtifactSource.Resolution.Resolved(WasmArtifact artifact) -> {
                    Prepared made = prepared(source, artifact);
                    if (made instanceof Prepared.Ready) {
                        cache.ifPresent(c -> c.pulled(container, artifact.layer()));
                    }
                    yield made;
                }
            };
        } catch (ClusterUnavailableException e) {
            return new Prepared.Unusable("ErrImagePull", String.valueOf(e.getMessage()), true);
        }
    }

    /** The image as it was pulled and compiled before. */
    private Optional<Prepared> compiled(ComponentReference container, PullPolicy policy) {
        return policy == PullPolicy.ALWAYS
                ? Optional.empty()
                : cache.flatMap(kept -> kept.pulled(container))
                        .flatMap(layer -> Optional.ofNullable(prepared.get(layer)));
    }

    /** The image as it was pulled before. */
    private Optional<Prepared> present(ComponentReference container, ImageReference image) {
        return cache.flatMap(kept -> kept.pulled(container).flatMap(layer -> {
            Prepared known = prepared.get(layer);
            return known != null
                    ? Optional.of(known)
                    : kept.binary(layer).map(bytes -> remember(layer, compile(image, layer, bytes)));
        }));
    }

    private Prepared prepared(ArtifactSource source, WasmArtifact artifact) {
        Prepared known = prepared.get(artifact.layer());
        return known != null ? known : remember(artifact.layer(), read(source, artifact));
    }

    private Prepared remember(Digest layer, Prepared made) {
        if (!(made instanceof Prepared.Unusable(String _, String _, boolean mayPass)) || !mayPass) {
            prepared.put(layer, made);
        }
        return made;
    }

    private Prepared read(ArtifactSource source, WasmArtifact artifact) {
        Optional<byte[]> kept = cache.flatMap(c -> c.binary(artifact.layer()));
        return kept.isPresent() ? compile(artifact.image(), artifact.layer(), kept.get()) : pull(source, artifact);
    }

    private Prepared pull(ArtifactSource source, WasmArtifact artifact) {
        return switch (source.binary(artifact)) {
            case ArtifactSource.Binary.Refused(ArtifactProblem problem) -> unusable(problem);
            case ArtifactSource.Binary.Bytes(byte[] bytes) -> {
                cache.ifPresent(c -> c.keep(artifact.layer(), bytes));
                yield compile(artifact.image(), artifact.layer(), bytes);
            }
        };
    }

    private Prepared compile(ImageReference image, Digest layer, byte[] bytes) {
        try {
            Component component = ComponentDecoder.decode(bytes);
            World world = ComponentWorlds.of(component);
            return new Prepared.Ready(runtime.compile(ComponentTypes.resolve(component)), world, layer, bytes.length);
        } catch (MalformedBinaryException | NoWorldException | CoreModuleException e) {
            return new Prepared.Unusable("InvalidComponent", "image " + image + ": " + e.getMessage(), false);
        } catch (UnsupportedFeatureException e) {
            return new Prepared.Unusable("UnsupportedComponent", "image " + image + ": " + e.getMessage(), false);
        }
    }

    /** Tried again whatever it is, as a kubelet does: it may be pushed, mended or opened to this node at any time. */
    private static Prepared unusable(ArtifactProblem problem) {
        return new Prepared.Unusable("ErrImagePull", problem.message(), true);
    }
}
