package dev.kubewasm.scheduler.port;

/** Why an image can't be used. {@link #message()} is one line for the Pod's event: what was found and what to do. */
public sealed interface ArtifactProblem {
    /** The image it is about. */
    ImageReference image();

    /** What is wrong and what to do, in one line. */
    String message();

    /** Whether the same image may be read later without anybody changing it: a source that is out of reach. */
    default boolean mayPass() {
        return false;
    }

    /** The source holds no image of this name. */
    record ImageNotFound(ImageReference image, String source) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + " is not in " + source + ": push it there, or correct the container's image";
        }
    }

    /** A blob that a manifest names is not stored. */
    record BlobNotFound(ImageReference image, String source, String what, Digest digest) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + ": its " + what + " " + digest + " is not in " + source + ": push it again";
        }
    }

    /** A blob's content isn't what its digest promises. */
    record DigestMismatch(ImageReference image, String what, Digest expected, Digest found) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + ": its " + what + " should have digest " + expected + " but has " + found
                    + ": it was damaged or changed, push it again";
        }
    }

    /** A blob isn't as long as its descriptor says. */
    record SizeMismatch(ImageReference image, String what, long expected, long found) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + ": its " + what + " should have " + expected + " bytes but has " + found
                    + ": it was damaged or changed, push it again";
        }
    }

    /** A document or binary is larger than what is read. */
    record TooLarge(ImageReference image, String what, long size, long limit) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + ": its " + what + " has " + size + " bytes, more than the " + limit
                    + " that are read";
        }
    }

    /** The image is something else than a WebAssembly artifact, or breaks the artifact layout. */
    record NotAWasmArtifact(ImageReference image, String why) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + " is not a WebAssembly artifact: " + why;
        }
    }

    /** Several layers: foreseen by the layout for exploded components, specified by nothing yet. */
    record SeveralLayers(ImageReference image, int count) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + " has " + count
                    + " layers: the Wasm artifact layout v0 specifies exactly one, push the component as one layer";
        }
    }

    /** A document isn't well-formed, or a field of it is missing or of the wrong kind. */
    record BadDocument(ImageReference image, String what, String why) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + ": its " + what + " can't be read: " + why;
        }
    }

    /** The source hands the image out to others only, or to nobody who is unknown. */
    record Unauthorized(ImageReference image, String source, String why) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + " may not be read from " + source + ": " + why
                    + ": give credentials for it, by the Pod's imagePullSecrets or in the configuration";
        }
    }

    /** The source didn't answer. */
    record Unreachable(ImageReference image, String source, String why) implements ArtifactProblem {
        @Override
        public String message() {
            return "image " + image + " can't be read from " + source + ": " + why;
        }

        @Override
        public boolean mayPass() {
            return true;
        }
    }
}
