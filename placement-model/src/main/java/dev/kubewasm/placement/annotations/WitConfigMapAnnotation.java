package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import java.util.regex.Pattern;

/** {@code kube-wasm/wit-configmap} of a Pod: {@code NAME/KEY}, the entry of a ConfigMap of its namespace with its WIT. */
public final class WitConfigMapAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/wit-configmap";

    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    private WitConfigMapAnnotation() {}

    /**
     * An entry of a ConfigMap.
     *
     * @param name of the ConfigMap
     * @param key in its data
     */
    public record Entry(String name, String key) {}

    /** The entry that {@code value} names. */
    public static Parsed<Entry> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            String entry = text.strip();
            int slash = entry.indexOf('/');
            if (slash < 0 || !DATA_KEY.matcher(entry.substring(slash + 1)).matches()) {
                throw new BadValue(quote(entry) + " is no entry of a ConfigMap: write NAME/KEY");
            }
            return new Entry(Syntax.objectName(entry.substring(0, slash)), entry.substring(slash + 1));
        });
    }
}
