package dev.kubewasm.scheduler.component;

import dev.kubewasm.component.ComponentRequirements;
import dev.kubewasm.component.WitWorld;
import dev.kubewasm.component.core.CoreFeature;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource.Binary;
import dev.kubewasm.scheduler.port.ArtifactSource.Resolution;
import dev.kubewasm.scheduler.port.ComponentSource.Answer;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.scheduler.port.WasmArtifact.ComponentNames;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.model.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The worlds of images and the core features they need, read from their binaries and kept by digest. The config's lists of imports and exports must
 * say the same: a scheduler elsewhere that trusts them alone would misplace the Pod.
 */
final class ImageWorlds {
    /** Worlds kept, the one longest unused dropped first. */
    private static final int KEPT = 1024;

    private static final String FILE_SCHEME = "file:";

    private final Map<Digest, Answer> byManifest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Answer> eldest) {
            return size() > KEPT;
        }
    };

    /** The component of an image as a Pod spells it, read from {@code artifacts} unless it is known by its digest. */
    Answer resolve(String image, ArtifactSource artifacts) {
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            return new Answer.Refused("image '" + image + "' is no image reference");
        }
        if (image.startsWith(FILE_SCHEME)) {
            return new Answer.Refused(
                    "image " + image + ": a file is not an image of a cluster, push it as an OCI artifact");
        }
        return switch (artifacts.resolve(reference.get())) {
            case Resolution.Refused(ArtifactProblem problem) -> new Answer.Refused(problem.message());
            case Resolution.Resolved(WasmArtifact artifact) -> world(artifact, artifacts);
        };
    }

    private Answer world(WasmArtifact artifact, ArtifactSource artifacts) {
        synchronized (byManifest) {
            Answer known = byManifest.get(artifact.manifest());
            if (known != null) {
                return known;
            }
        }
        return switch (artifacts.binary(artifact)) {
            case Binary.Refused(ArtifactProblem problem) -> new Answer.Refused(problem.message());
            case Binary.Bytes(byte[] bytes) -> {
                Answer decoded = decode(artifact, bytes);
                synchronized (byManifest) {
                    byManifest.put(artifact.manifest(), decoded);
                }
                yield decoded;
            }
        };
    }

    private static Answer decode(WasmArtifact artifact, byte[] bytes) {
        String image = "image " + artifact.image();
        if (artifact.names().isEmpty()) {
            return new Answer.Refused(image + " is a core module (os " + artifact.os()
                    + "): only components can be placed, make one of it with wasm-tools component new");
        }
        ComponentRequirements needs;
        try {
            needs = ComponentRequirements.of(ComponentDecoder.decode(bytes));
        } catch (MalformedBinaryException e) {
            return cannotRun(image, e.getMessage());
        }
        return switch (needs.world()) {
            case WitWorld.Said(World world) -> facts(artifact, artifact.names().get(), needs, world);
            case WitWorld.Unsaid unsaid -> cannotRun(image, unsaid.why());
        };
    }

    private static Answer cannotRun(String image, @Nullable String why) {
        return new Answer.Refused(image + " holds no component that can run: " + why);
    }

    private static Answer facts(WasmArtifact artifact, ComponentNames names, ComponentRequirements needs, World world) {
        String image = "image " + artifact.image();
        Optional<String> lie = difference(
                        "imports", names.imports(), world.imports().keySet())
                .or(() -> difference("exports", names.exports(), world.exports().keySet()));
        return lie.<Answer>map(l -> new Answer.Refused(image + ": " + l))
                .orElseGet(() -> new Answer.Component(new ComponentFacts(
                        world, true, Optional.of(artifact.manifest().toString()), features(needs), image)));
    }

    /** Without those that are parts of others: a node that lists the whole has the part. */
    private static Set<WasmFeature> features(ComponentRequirements needs) {
        Set<WasmFeature> features = new TreeSet<>();
        for (CoreFeature feature : needs.features()) {
            if (feature != CoreFeature.CALL_INDIRECT_OVERLONG && feature != CoreFeature.BULK_MEMORY_OPT) {
                features.add(new WasmFeature(feature.text()));
            }
        }
        return features;
    }

    private static Optional<String> difference(String what, List<String> config, Set<String> decoded) {
        return config.equals(List.copyOf(decoded))
                ? Optional.empty()
                : Optional.of("its config lists the " + what + " " + config + ", but the component in it has " + decoded
                        + ": push it with a tool that reads the component");
    }
}
