package dev.kubewasm.scheduler.port;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest of a content, as the OCI image specification writes it: {@code sha256:} and 64 lower-case
 * hexadecimal digits. Other algorithms are not supported.
 *
 * @param hex the 64 digits
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String ALGORITHM = "sha256:";

    /** @throws IllegalArgumentException when {@code hex} isn't 64 lower-case hexadecimal digits */
    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 digest: '" + hex + "'");
        }
    }

    /** The digest that {@code text} spells, or empty for another algorithm or a wrong length. */
    public static Optional<Digest> parse(String text) {
        if (!text.startsWith(ALGORITHM)) {
            return Optional.empty();
        }
        String hex = text.substring(ALGORITHM.length());
        return HEX.matcher(hex).matches() ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    /** The digest of {@code content}. */
    public static Digest of(byte[] content) {
        try {
            return new Digest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return ALGORITHM + hex;
    }
}
