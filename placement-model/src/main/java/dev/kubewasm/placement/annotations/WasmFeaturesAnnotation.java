package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.WasmFeature;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code kube-wasm/wasm-features} of a Node: comma-separated core features that its engine takes, spelled as
 * wasm-tools spells them.
 */
public final class WasmFeaturesAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/wasm-features";

    private static final Pattern FEATURE = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");

    private WasmFeaturesAnnotation() {}

    /** The features that {@code value} lists. */
    public static Parsed<Set<WasmFeature>> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            Set<WasmFeature> features = new TreeSet<>();
            for (String entry : Syntax.entries(text)) {
                if (!FEATURE.matcher(entry).matches()) {
                    throw new BadValue(quote(entry) + " is no feature: write for example simd,multi-memory");
                }
                features.add(new WasmFeature(entry));
            }
            return features;
        });
    }

    /** The value that {@link #parse} reads as {@code features}. */
    public static String write(Set<WasmFeature> features) {
        return features.stream().sorted().map(WasmFeature::value).collect(Collectors.joining(","));
    }
}
