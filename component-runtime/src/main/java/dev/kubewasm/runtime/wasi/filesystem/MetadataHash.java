package dev.kubewasm.runtime.wasi.filesystem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * {@code metadata-hash-value}: of the object's identity, size and time of modification.
 *
 * @param lower 64 bits
 * @param upper 64 bits more
 */
record MetadataHash(long lower, long upper) {
    static MetadataHash of(ObjectAttributes attributes) {
        String text = attributes.identity() + " " + attributes.size() + " " + attributes.modified();
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new MetadataHash(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
