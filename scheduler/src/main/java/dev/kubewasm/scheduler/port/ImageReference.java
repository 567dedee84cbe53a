package dev.kubewasm.scheduler.port;

import java.util.Optional;

/**
 * The image of a container as its Pod spells it: {@code registry.example.com/pricing/catalog:v1.0.0}, optionally with
 * {@code @sha256:…} at its end.
 *
 * @param text what the Pod says; neither blank nor longer than {@value #MAX_LENGTH} characters
 */
public record ImageReference(String text) {
    /** The longest reference read, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** @throws IllegalArgumentException for a text that {@link #parse} refuses */
    public ImageReference {
        if (!isReference(text)) {
            throw new IllegalArgumentException("not an image reference: '" + text + "'");
        }
    }

    /** The reference that {@code text} spells, or empty when it is blank, too long or holds blanks. */
    public static Optional<ImageReference> parse(String text) {
        return isReference(text) ? Optional.of(new ImageReference(text)) : Optional.empty();
    }

    private static boolean isReference(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    /** The digest it pins, if it does: a pinned reference can name one content only. */
    public Optional<Digest> digest() {
        int at = text.lastIndexOf('@');
        return at < 0 ? Optional.empty() : Digest.parse(text.substring(at + 1));
    }

    /** The part before {@code @}: the whole reference where no digest is pinned. */
    public String name() {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    @Override
    public String toString() {
        return text;
    }
}
