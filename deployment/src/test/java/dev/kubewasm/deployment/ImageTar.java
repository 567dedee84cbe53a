package dev.kubewasm.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a file (an OCI image layout in a tar), read back.
 *
 * @param config the image's configuration
 * @param files its files by path, of all layers
 */
record ImageTar(JsonNode config, Map<String, Entry> files) {
    /** A file of an image. */
    record Entry(int mode, long user, ByteBuffer content) {}

    static ImageTar read(Path tar) {
        try (InputStream in = Files.newInputStream(tar)) {
            Map<String, Entry> parts = entries(in);
            ObjectMapper mapper = new ObjectMapper();
            JsonNode index = mapper.readTree(content(parts, "index.json"));
            JsonNode manifest = mapper.readTree(blob(parts, index.at("/manifests/0")));
            Map<String, Entry> files = new TreeMap<>();
            for (JsonNode layer : manifest.get("layers")) {
                try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(blob(parts, layer)))) {
                    files.putAll(entries(unpacked));
                }
            }
            return new ImageTar(mapper.readTree(blob(parts, manifest.get("config"))), files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] blob(Map<String, Entry> parts, JsonNode descriptor) {
        return content(parts, "blobs/" + descriptor.get("digest").asText().replace(':', '/'));
    }

    private static byte[] content(Map<String, Entry> parts, String name) {
        return Optional.ofNullable(parts.get(name))
                .orElseThrow(() -> new AssertionError("the file has no " + name))
                .content()
                .array();
    }

    private static Map<String, Entry> entries(InputStream in) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.isFile()) {
                entries.put(
                        entry.getName(),
                        new Entry(entry.getMode() & 0777, entry.getLongUserId(), ByteBuffer.wrap(tar.readAllBytes())));
            }
        }
        return entries;
    }
}
