package dev.kubewasm.scheduler.oci;

import static dev.kubewasm.scheduler.oci.ImageContents.MAX_DOCUMENT_SIZE;

import dev.kubewasm.scheduler.oci.OciDocuments.Descriptor;
import dev.kubewasm.scheduler.oci.OciDocuments.Index;
import dev.kubewasm.scheduler.oci.OciDocuments.Layout;
import dev.kubewasm.scheduler.oci.OciDocuments.Manifest;
import dev.kubewasm.scheduler.oci.OciDocuments.WasmConfig;
import dev.kubewasm.scheduler.oci.WasmManifests.Content;
import dev.kubewasm.scheduler.oci.WasmManifests.Parts;
import dev.kubewasm.scheduler.oci.WasmManifests.RefusedException;
import dev.kubewasm.scheduler.port.ArtifactProblem.BlobNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.ImageNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.NotAWasmArtifact;
import dev.kubewasm.scheduler.port.ArtifactProblem.SizeMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.TooLarge;
import dev.kubewasm.scheduler.port.ArtifactProblem.Unreachable;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images out of an OCI image layout folder (OCI image specification 1.1, "Image Layout"): a reference is looked up among
 * the {@code org.opencontainers.image.ref.name} annotations of {@code index.json}, exactly as written; with
 * {@code @sha256:…} also by the manifest's digest. The folder is read afresh on every call, so a rebuilt image is seen;
 * nothing is read beyond the sizes given here. Safe for use by several threads.
 */
public final class OciLayoutArtifactSource implements ArtifactSource {
    /** The largest binary read unless told otherwise, in bytes. */
    public static final long DEFAULT_MAX_BINARY_SIZE = 256L << 20;

    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path folder;
    private final long maxBinarySize;

    /** A source that reads {@code folder}; the folder need not exist before an image is asked for. */
    public OciLayoutArtifactSource(Path folder) {
        this(folder, DEFAULT_MAX_BINARY_SIZE);
    }

    /**
     * As {@link #OciLayoutArtifactSource(Path)} with a limit of its own.
     *
     * @param maxBinarySize the largest binary read, in bytes, at most {@link Integer#MAX_VALUE} less a few
     */
    public OciLayoutArtifactSource(Path folder, long maxBinarySize) {
        ImageContents.requireReadable(maxBinarySize);
        this.folder = folder;
        this.maxBinarySize = maxBinarySize;
    }

    @Override
    public Resolution resolve(ImageReference image) {
        try {
            Content manifest = find(image);
            Parts parts = WasmManifests.parts(image, document(image, manifest, Manifest.class));
            checkStored(image, parts.layer());
            WasmConfig config = document(image, parts.config(), WasmConfig.class);
            WasmArtifact artifact = WasmManifests.artifact(image, manifest.digest(), parts.layer(), config);
            return new Resolution.Resolved(artifact);
        } catch (RefusedException e) {
            return new Resolution.Refused(e.problem());
        }
    }

    @Override
    public Binary binary(WasmArtifact artifact) {
        try {
            Content layer = new Content("layer", artifact.layer(), artifact.size());
            return new Binary.Bytes(blob(artifact.image(), layer, maxBinarySize));
        } catch (RefusedException e) {
            return new Binary.Refused(e.problem());
        }
    }

    private Content find(ImageReference image) throws RefusedException {
        Layout layout = ImageContents.document(image, "oci-layout", topLevel(image, "oci-layout"), Layout.class);
        if (!"1.0.0".equals(layout.imageLayoutVersion())) {
            throw WasmManifests.bad(
                    image, "oci-layout", "imageLayoutVersion is " + layout.imageLayoutVersion() + ", expected 1.0.0");
        }
        Index index = ImageContents.document(image, "index.json", topLevel(image, "index.json"), Index.class);
        List<@Nullable Descriptor> manifests = index.manifests() == null ? List.of() : index.manifests();
        Descriptor found = null;
        for (Descriptor candidate : manifests) {
            if (candidate == null || !names(candidate, image)) {
                continue;
            }
            if (found != null && !Objects.equals(found.digest(), candidate.digest())) {
                throw WasmManifests.bad(
                        image,
                        "index.json",
                        "two manifests have this name: " + found.digest() + " and " + candidate.digest()
                                + ", keep one");
            }
            found = candidate;
        }
        if (found == null) {
            throw new RefusedException(new ImageNotFound(image, source()));
        }
        if (found.mediaType() != null && !found.mediaType().equals(WasmManifests.MANIFEST)) {
            throw new RefusedException(new NotAWasmArtifact(
                    image,
                    "index.json has it with media type " + found.mediaType() + ", expected " + WasmManifests.MANIFEST));
        }
        return WasmManifests.content(image, "manifest", found);
    }

    private static boolean names(Descriptor candidate, ImageReference image) {
        Optional<Digest> pinned = image.digest();
        if (pinned.isPresent()) {
            return pinned.get().toString().equals(candidate.digest());
        }
        return candidate.annotations() != null
                && image.text().equals(candidate.annotations().get(REF_NAME));
    }

    private <T> T document(ImageReference image, Content content, Class<T> type) throws RefusedException {
        return ImageContents.document(image, content.what(), blob(image, content, MAX_DOCUMENT_SIZE), type);
    }

    private byte[] topLevel(ImageReference image, String name) throws RefusedException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(new ImageNotFound(image, source() + " (which has no file " + name + ")"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(MAX_DOCUMENT_SIZE) + 1);
            if (bytes.length > MAX_DOCUMENT_SIZE) {
                throw new RefusedException(new TooLarge(image, name, Files.size(file), MAX_DOCUMENT_SIZE));
            }
            return bytes;
        } catch (IOException e) {
            throw unreachable(image, e);
        }
    }

    private byte[] blob(ImageReference image, Content content, long limit) throws RefusedException {
        ImageContents.requireSize(image, content, limit);
        Path file = checkStored(image, content);
        try (InputStream in = Files.newInputStream(file)) {
            return ImageContents.verified(image, content, in.readNBytes(Math.toIntExact(content.size()) + 1));
        } catch (IOException e) {
            throw unreachable(image, e);
        }
    }

    private Path checkStored(ImageReference image, Content content) throws RefusedException {
        Path file = folder.resolve("blobs")
                .resolve("sha256")
                .resolve(content.digest().hex());
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(new BlobNotFound(image, source(), content.what(), content.digest()));
        }
        try {
            long size = Files.size(file);
            if (size != content.size()) {
                throw new RefusedException(new SizeMismatch(image, content.what(), content.size(), size));
            }
        } catch (IOException e) {
            throw unreachable(image, e);
        }
        return file;
    }

    private RefusedException unreachable(ImageReference image, IOException e) {
        return new RefusedException(new Unreachable(image, source(), e.toString()));
    }

    private String source() {
        return "the image layout " + folder;
    }
}
