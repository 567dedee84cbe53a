package dev.kubewasm.node.app;

import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;

/** No place for images is configured: each is answered so. */
final class NoArtifacts implements ArtifactSource {
    @Override
    public Resolution resolve(ImageReference image) {
        return new Resolution.Refused(problem(image));
    }

    @Override
    public Binary binary(WasmArtifact artifact) {
        return new Binary.Refused(problem(artifact.image()));
    }

    private static ArtifactProblem problem(ImageReference image) {
        return new ArtifactProblem.ImageNotFound(
                image, "any place this node reads (kube-wasm.node.artifacts.oci-layout isn't set)");
    }
}
