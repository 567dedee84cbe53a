package dev.kubewasm.placement.annotations;

import dev.kubewasm.placement.facts.InterfacePattern;

/** Interface patterns as annotations have them, for whoever else reads some. */
public final class InterfacePatterns {
    private InterfacePatterns() {}

    /**
     * The pattern {@code *}, {@code ns:pkg/*}, {@code ns:pkg/iface} or {@code ns:pkg/iface@1.0.0}.
     *
     * @param key where {@code text} is from, for messages
     */
    public static Parsed<InterfacePattern> parse(String key, String text) {
        return Parsed.of(
                key, text, value -> value.equals("*") ? new InterfacePattern.Any() : Syntax.interfacePattern(value));
    }
}
