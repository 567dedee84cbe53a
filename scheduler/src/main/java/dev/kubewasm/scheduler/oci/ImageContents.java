package dev.kubewasm.scheduler.oci;

import dev.kubewasm.scheduler.oci.OciDocuments.MalformedException;
import dev.kubewasm.scheduler.oci.WasmManifests.Content;
import dev.kubewasm.scheduler.oci.WasmManifests.RefusedException;
import dev.kubewasm.scheduler.port.ArtifactProblem.DigestMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.SizeMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.TooLarge;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;

/** The checks of an image's contents; the same for a layout folder and a registry. */
final class ImageContents {
    /** The largest JSON document read, in bytes: what registries allow for a manifest. */
    static final long MAX_DOCUMENT_SIZE = 4L << 20;

    private ImageContents() {}

    /** @throws IllegalArgumentException when an array can't hold so many bytes */
    static void requireReadable(long maxBinarySize) {
        if (maxBinarySize < 0 || maxBinarySize > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("a binary of " + maxBinarySize + " bytes can't be read into memory");
        }
    }

    /** Refuses to begin with what says that it is larger than {@code limit}. */
    static void requireSize(ImageReference image, Content content, long limit) throws RefusedException {
        if (content.size() > limit) {
            throw new RefusedException(new TooLarge(image, content.what(), content.size(), limit));
        }
    }

    /** The same bytes, if they are those that the descriptor promised. */
    static byte[] verified(ImageReference image, Content content, byte[] bytes) throws RefusedException {
        if (bytes.length != content.size()) {
            throw new RefusedException(new SizeMismatch(image, content.what(), content.size(), bytes.length));
        }
        Digest found = Digest.of(bytes);
        if (!found.equals(content.digest())) {
            throw new RefusedException(new DigestMismatch(image, content.what(), content.digest(), found));
        }
        return bytes;
    }

    /** Reads a document of the image. */
    static <T> T document(ImageReference image, String what, byte[] json, Class<T> type) throws RefusedException {
        try {
            return OciDocuments.read(json, type);
        } catch (MalformedException e) {
            throw WasmManifests.bad(image, what, String.valueOf(e.getMessage()));
        }
    }
}
