package dev.kubewasm.wit.resolve;

import java.util.Set;

/**
 * The features whose {@code @unstable} items are kept; all others vanish from the result.
 *
 * @param enabled their names
 * @param all whether every feature is enabled
 */
public record Features(Set<String> enabled, boolean all) {
    /** No feature: the default of tools. */
    public static final Features NONE = new Features(Set.of(), false);

    /** Every feature. */
    public static final Features ALL = new Features(Set.of(), true);

    public Features {
        enabled = Set.copyOf(enabled);
    }

    /** Only the named ones. */
    public static Features of(String... names) {
        return new Features(Set.of(names), false);
    }

    /** Whether items of {@code feature} are kept. */
    public boolean includes(String feature) {
        return all || enabled.contains(feature);
    }
}
