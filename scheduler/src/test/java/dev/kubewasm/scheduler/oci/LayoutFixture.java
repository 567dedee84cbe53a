package dev.kubewasm.scheduler.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.scheduler.port.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a well-formed image layout whose layers are what a test wants. */
public final class LayoutFixture {
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Image(String name, byte[] layer) {}

    private final Path folder;
    private final List<Image> images = new ArrayList<>();

    public LayoutFixture(Path folder) {
        this.folder = folder;
    }

    public LayoutFixture image(String name, byte[] layer) {
        images.add(new Image(name, layer));
        return this;
    }

    /** Writes the layout and answers the manifests' digests in the order of the images. */
    public List<Digest> write() throws IOException {
        List<Digest> manifests = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (Image image : images) {
            Digest layer = blob(image.layer());
            byte[] config = "{\"architecture\":\"wasm\",\"os\":\"wasip1\",\"layerDigests\":[\"%s\"]}"
                    .formatted(layer)
                    .getBytes(UTF_8);
            byte[] manifest = """
                    {"schemaVersion":2,"config":{"mediaType":"application/vnd.wasm.config.v0+json","digest":"%s","size":%d},
                     "layers":[{"mediaType":"application/wasm","digest":"%s","size":%d}]}""".formatted(blob(config), config.length, layer, image.layer().length)
                    .getBytes(UTF_8);
            Digest digest = blob(manifest);
            manifests.add(digest);
            entries.add("""
                    {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,
                     "annotations":{"org.opencontainers.image.ref.name":"%s"}}""".formatted(digest, manifest.length, image.name()));
        }
        writeTopLevel(folder, "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
        return manifests;
    }

    /** Writes {@code oci-layout}, and {@code index.json} with the text given. */
    public static void writeTopLevel(Path folder, String index) throws IOException {
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(folder.resolve("index.json"), index);
    }

    private Digest blob(byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        Path blobs = Files.createDirectories(folder.resolve("blobs").resolve("sha256"));
        Files.write(blobs.resolve(digest.hex()), content);
        return digest;
    }
}
