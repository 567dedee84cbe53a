package dev.kubewasm.scheduler.port;

/**
 * Where images come from. Every answer is checked: contents hash to their digests, sizes match, the artifact layout is
 * kept. What is wrong with an image is an answer, not an exception.
 */
public interface ArtifactSource {
    /** Finds an image and reads its manifest and config; the binary stays where it is. */
    Resolution resolve(ImageReference image);

    /** The binary of an artifact that {@link #resolve} of this source answered. */
    Binary binary(WasmArtifact artifact);

    /** An answer to {@link #resolve}. */
    sealed interface Resolution {
        /** Found, and its documents are good. */
        record Resolved(WasmArtifact artifact) implements Resolution {}

        /** Not usable. */
        record Refused(ArtifactProblem problem) implements Resolution {}
    }

    /** An answer to {@link #binary}. */
    sealed interface Binary {
        /** The bytes, which hash to the layer's digest. The array is the caller's own. */
        @SuppressWarnings("ArrayRecordComponent") // handed over once and decoded; never compared
        record Bytes(byte[] bytes) implements Binary {}

        /** Not readable. */
        record Refused(ArtifactProblem problem) implements Binary {}
    }
}
