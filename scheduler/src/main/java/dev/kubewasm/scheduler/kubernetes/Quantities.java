package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Quantities as Kubernetes writes them ({@code resource.Quantity}), in the units of {@link Resources}: CPU in milli-CPU,
 * all else in whole units; fractions are rounded up, as kube-scheduler does, and what exceeds {@code long} is
 * {@code Long.MAX_VALUE}, as the API server stores it.
 */
final class Quantities {
    private static final Pattern SYNTAX = Pattern.compile(
            "([+-]?(?:[0-9]{1,60}(?:\\.[0-9]{0,60})?|\\.[0-9]{1,60}))(?:[eE]([+-]?[0-9]{1,2})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?");
    private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /**
     * The amounts of {@code quantities} in whole units, not rounded: sums are rounded once, as Kubernetes does. What can't
     * be read is left out and named in {@code problems}.
     *
     * @param where the field they come from, for the message
     */
    static Map<String, BigDecimal> exact(
            @Nullable Map<String, Quantity> quantities, String where, List<String> problems) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> {
                String text = text(quantity);
                Matcher m = SYNTAX.matcher(text);
                if (!m.matches()) {
                    problems.add(
                            where + "." + name + ": '" + abbreviated(text)
                                    + "' is no quantity: write a number with one of the suffixes m, k, M, G, T, Ki, Mi, Gi, Ti");
                } else if (m.group(1).startsWith("-")) {
                    problems.add(where + "." + name + ": '" + abbreviated(text) + "' is negative");
                } else {
                    amounts.put(name, value(m));
                }
            });
        }
        return amounts;
    }

    /** Exact amounts in the units of {@link Resources}. */
    static Resources rounded(Map<String, BigDecimal> exact) {
        Map<ResourceName, Long> amounts = new HashMap<>();
        exact.forEach((name, amount) ->
                amounts.put(new ResourceName(name), units(amount, name.equals(ResourceName.CPU.value()) ? 3 : 0)));
        return Resources.of(amounts);
    }

    /** An exact amount times 10 to the {@code scale}, rounded up. */
    static long units(BigDecimal amount, int scale) {
        return amount.scaleByPowerOfTen(scale)
                .setScale(0, RoundingMode.CEILING)
                .toBigInteger()
                .min(MAX)
                .longValueExact();
    }

    private static String text(@Nullable Quantity quantity) {
        if (quantity == null || quantity.getAmount() == null) {
            return "";
        }
        return quantity.getAmount() + (quantity.getFormat() == null ? "" : quantity.getFormat());
    }

    private static BigDecimal value(Matcher m) {
        BigDecimal value = new BigDecimal(m.group(1));
        String exponent = m.group(2);
        String suffix = m.group(3);
        if (exponent != null) {
            return value.scaleByPowerOfTen(Integer.parseInt(exponent));
        }
        if (suffix == null) {
            return value;
        }
        Integer power = DECIMAL.get(suffix);
        return power != null
                ? value.scaleByPowerOfTen(power)
                : value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * (BINARY.indexOf(suffix) + 1))));
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
