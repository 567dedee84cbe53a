package dev.kubewasm.scheduler.port;

import java.util.List;
import java.util.Optional;

/**
 * What an image says of itself without its binary being read, after the "Wasm OCI Artifact layout" of the CNCF TAG
 * Runtime: manifest and config.
 *
 * @param image the reference it was found by
 * @param manifest the manifest's digest: the identity of the artifact
 * @param os {@code wasip2} for a component, {@code wasip1} for a core module
 * @param names the component's imports and exports as the config lists them; empty for a core module
 * @param layer the digest of the binary
 * @param size the binary's length in bytes
 */
public record WasmArtifact(
        ImageReference image, Digest manifest, String os, Optional<ComponentNames> names, Digest layer, long size) {

    /**
     * The names of a component's world. The config is not proof: only decoding the binary is.
     *
     * @param imports in the order of the world: full interface names or plain function names
     * @param exports likewise
     * @param target the world it was built for, for indexing only
     */
    public record ComponentNames(List<String> imports, List<String> exports, Optional<String> target) {
        public ComponentNames {
            imports = List.copyOf(imports);
            exports = List.copyOf(exports);
        }
    }
}
