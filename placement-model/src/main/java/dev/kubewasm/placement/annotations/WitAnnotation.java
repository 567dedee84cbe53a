package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import java.util.regex.Pattern;

/**
 * {@code kube-wasm/wit} of a Pod: WIT text for its only component container; {@code kube-wasm.wit/CONTAINER} for one of
 * several; {@code kube-wasm/world} names the world where the text has more than one. The text itself is read by the WIT
 * parser.
 */
public final class WitAnnotation {
    /** Key of the WIT text of the only component container. */
    public static final String KEY = "kube-wasm/wit";

    /** Key of the name of the world. */
    public static final String WORLD_KEY = "kube-wasm/world";

    private static final String CONTAINER_PREFIX = "kube-wasm.wit/";
    private static final Pattern WORLD = Pattern.compile("[a-zA-Z][0-9a-zA-Z]*(?:-[0-9a-zA-Z]+)*");

    private WitAnnotation() {}

    /** Key of the WIT text of the container {@code container}. */
    public static String keyFor(String container) {
        return CONTAINER_PREFIX + container;
    }

    /** The name of a world that the value of {@link #WORLD_KEY} gives. */
    public static Parsed<String> parseWorld(String value) {
        return Parsed.of(WORLD_KEY, value, text -> {
            String name = text.strip();
            if (!WORLD.matcher(name).matches()) {
                throw new BadValue(
                        quote(name) + " is no name of a world: write it as the WIT text does, without its package");
            }
            return name;
        });
    }
}
