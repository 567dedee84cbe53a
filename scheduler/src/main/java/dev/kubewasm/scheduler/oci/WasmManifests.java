package dev.kubewasm.scheduler.oci;

import dev.kubewasm.scheduler.oci.OciDocuments.Component;
import dev.kubewasm.scheduler.oci.OciDocuments.Descriptor;
import dev.kubewasm.scheduler.oci.OciDocuments.Manifest;
import dev.kubewasm.scheduler.oci.OciDocuments.WasmConfig;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactProblem.BadDocument;
import dev.kubewasm.scheduler.port.ArtifactProblem.NotAWasmArtifact;
import dev.kubewasm.scheduler.port.ArtifactProblem.SeveralLayers;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.scheduler.port.WasmArtifact.ComponentNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the Wasm artifact layout on documents already read; the same for a layout folder and a registry. */
final class WasmManifests {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String CONFIG = "application/vnd.wasm.config.v0+json";
    static final String WASM = "application/wasm";

    private WasmManifests() {}

    /** A content's identity after its descriptor's fields were checked. */
    record Content(String what, Digest digest, long size) {}

    /** The config and the only layer that {@code manifest} names. */
    record Parts(Content config, Content layer) {}

    static Parts parts(ImageReference image, Manifest manifest) throws RefusedException {
        if (manifest.schemaVersion() != 2) {
            throw bad(image, "manifest", "schemaVersion is " + manifest.schemaVersion() + ", expected 2");
        }
        if (manifest.mediaType() != null && !manifest.mediaType().equals(MANIFEST)) {
            throw new RefusedException(new NotAWasmArtifact(
                    image, "its manifest is of media type " + manifest.mediaType() + ", expected " + MANIFEST));
        }
        Descriptor config = manifest.config();
        if (config == null || !CONFIG.equals(config.mediaType())) {
            String found = config == null ? "missing" : "of media type " + config.mediaType();
            throw new RefusedException(
                    new NotAWasmArtifact(image, "its config is " + found + ", expected media type " + CONFIG));
        }
        List<@Nullable Descriptor> layers = manifest.layers() == null ? List.of() : manifest.layers();
        if (layers.isEmpty()) {
            throw bad(image, "manifest", "layers is empty, expected one of media type " + WASM);
        }
        if (layers.size() > 1) {
            throw new RefusedException(new SeveralLayers(image, layers.size()));
        }
        Descriptor layer = layers.getFirst();
        if (layer == null || !WASM.equals(layer.mediaType())) {
            throw new RefusedException(new NotAWasmArtifact(
                    image,
                    "its layer is of media type " + (layer == null ? null : layer.mediaType()) + ", expected " + WASM));
        }
        return new Parts(content(image, "config", config), content(image, "layer", layer));
    }

    static Content content(ImageReference image, String what, Descriptor descriptor) throws RefusedException {
        String text = descriptor.digest() == null ? "" : descriptor.digest();
        Optional<Digest> digest = Digest.parse(text);
        if (digest.isEmpty()) {
            throw bad(image, what + " descriptor", "digest '" + abbreviated(text) + "' is not sha256:<64 hex digits>");
        }
        if (descriptor.size() < 0) {
            throw bad(image, what + " descriptor", "size is negative: " + descriptor.size());
        }
        return new Content(what, digest.get(), descriptor.size());
    }

    static WasmArtifact artifact(ImageReference image, Digest manifest, Content layer, WasmConfig config)
            throws RefusedException {
        if (!"wasm".equals(config.architecture())) {
            throw new RefusedException(new NotAWasmArtifact(
                    image, "architecture in its config is '" + config.architecture() + "', expected 'wasm'"));
        }
        List<String> digests = strings(image, "layerDigests", config.layerDigests());
        if (!digests.equals(List.of(layer.digest().toString()))) {
            throw bad(
                    image, "config", "layerDigests is " + digests + ", but the manifest's layer is " + layer.digest());
        }
        Component component = config.component();
        return switch (String.valueOf(config.os())) {
            case "wasip1" ->
                new WasmArtifact(image, manifest, "wasip1", Optional.empty(), layer.digest(), layer.size());
            case "wasip2" -> {
                if (component == null) {
                    throw bad(image, "config", "component is missing, and os wasip2 demands it");
                }
                ComponentNames names = new ComponentNames(
                        strings(image, "component.imports", component.imports()),
                        strings(image, "component.exports", component.exports()),
                        Optional.ofNullable(component.target()));
                yield new WasmArtifact(image, manifest, "wasip2", Optional.of(names), layer.digest(), layer.size());
            }
            default ->
                throw new RefusedException(new NotAWasmArtifact(
                        image, "os in its config is '" + config.os() + "', expected 'wasip2' or 'wasip1'"));
        };
    }

    private static List<String> strings(ImageReference image, String field, @Nullable List<@Nullable String> found)
            throws RefusedException {
        if (found == null) {
            throw bad(image, "config", field + " is missing");
        }
        List<String> strings = new ArrayList<>();
        for (String s : found) {
            if (s == null) {
                throw bad(image, "config", field + " holds null");
            }
            strings.add(s);
        }
        return strings;
    }

    static RefusedException bad(ImageReference image, String what, String why) {
        return new RefusedException(new BadDocument(image, what, why));
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** Carries a problem out of the reading of an image; never leaves this package. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ArtifactProblem problem;

        RefusedException(ArtifactProblem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        ArtifactProblem problem() {
            return problem;
        }
    }
}
