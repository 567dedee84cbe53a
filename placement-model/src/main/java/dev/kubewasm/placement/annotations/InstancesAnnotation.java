package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import java.util.regex.Pattern;

/** {@code kube-wasm/instances} of a Pod: the size of the pool of a stateless provider, 1 (the default) to 1024. */
public final class InstancesAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/instances";

    /** The size without an annotation. */
    public static final int DEFAULT = 1;

    /** The largest pool. */
    public static final int MAX = 1024;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private InstancesAnnotation() {}

    /** The pool size that {@code value} sets. */
    public static Parsed<Integer> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            String number = text.strip();
            int size = NUMBER.matcher(number).matches() ? Integer.parseInt(number) : 0;
            if (size < 1 || size > MAX) {
                throw new BadValue(quote(number) + " is no pool size: write a number from 1 to " + MAX);
            }
            return size;
        });
    }
}
