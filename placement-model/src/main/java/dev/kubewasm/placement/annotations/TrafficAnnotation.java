package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LinkTraffic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code kube-wasm/traffic} of a Pod: how much it calls through its imports, as weights relative to each other:
 * {@code example:pricing/catalog=40,*=1}. A number alone is the weight of all.
 */
public final class TrafficAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/traffic";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    private TrafficAnnotation() {}

    /** The weights that {@code value} sets. */
    public static Parsed<LinkTraffic> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            Map<InterfacePattern, Integer> weights = new LinkedHashMap<>();
            if (!text.contains("=")) {
                weights.put(new InterfacePattern.Any(), weight(text.strip()));
                return new LinkTraffic(weights);
            }
            for (String entry : Syntax.entries(text)) {
                String[] pair = Syntax.keyAndValue(entry, "INTERFACE=WEIGHT");
                InterfacePattern pattern =
                        pair[0].equals("*") ? new InterfacePattern.Any() : Syntax.interfacePattern(pair[0]);
                if (weights.putIfAbsent(pattern, weight(pair[1])) != null) {
                    throw new BadValue(quote(pair[0]) + " is set twice");
                }
            }
            return new LinkTraffic(weights);
        });
    }

    private static int weight(String text) throws BadValue {
        int weight = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (weight < 1 || weight > LinkTraffic.MAX) {
            throw new BadValue(quote(text) + " is no weight: write a number from 1 to " + LinkTraffic.MAX);
        }
        return weight;
    }
}
