package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.NodeFacts;
import java.util.regex.Pattern;

/**
 * {@code kube-wasm/cost} of a Node: what it costs to have it in use, a whole number in whatever unit all nodes share,
 * such as thousandths of a dollar an hour.
 */
public final class CostAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/cost";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");

    private CostAnnotation() {}

    /** The cost that {@code value} states. */
    public static Parsed<Long> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            String number = text.strip();
            long cost = NUMBER.matcher(number).matches() ? Long.parseLong(number) : -1;
            if (cost < 0 || cost > NodeFacts.MAX_COST) {
                throw new BadValue(quote(number) + " is no cost: write a whole number from 0 to " + NodeFacts.MAX_COST);
            }
            return cost;
        });
    }
}
