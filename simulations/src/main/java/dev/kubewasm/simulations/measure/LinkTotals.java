package dev.kubewasm.simulations.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Links by how far their calls go.
 *
 * @param byClass what goes so far; what isn't there is nothing
 */
public record LinkTotals(Map<CallClass, Amount> byClass) {
    /** No links. */
    static final LinkTotals NONE = new LinkTotals(Map.of());

    /**
     * An amount of links.
     *
     * @param links imports of placed consumers that another Pod is to serve
     * @param calls over them by weight ({@code kube-wasm/traffic}, 1 where nothing is said)
     * @param bytes that these carry ({@link CallSizes})
     */
    public record Amount(long links, long calls, long bytes) {
        private static final Amount NONE = new Amount(0, 0, 0);

        private Amount plus(Amount other) {
            return new Amount(links + other.links, calls + other.calls, bytes + other.bytes);
        }
    }

    public LinkTotals {
        EnumMap<CallClass, Amount> copy = new EnumMap<>(CallClass.class);
        copy.putAll(byClass);
        byClass = Collections.unmodifiableMap(copy);
    }

    /** What goes so far. */
    public Amount of(CallClass reach) {
        return byClass.getOrDefault(reach, Amount.NONE);
    }

    /** All of it. */
    public Amount all() {
        return byClass.values().stream().reduce(Amount.NONE, Amount::plus);
    }

    /** The share of the calls that stays in process, 0 to 1; 1 without links. */
    public double localTraffic() {
        long calls = all().calls();
        return calls == 0 ? 1 : (double) of(CallClass.IN_PROCESS).calls() / calls;
    }

    /** Adds them up, one by one. */
    static final class Sum {
        private final EnumMap<CallClass, Amount> sums = new EnumMap<>(CallClass.class);

        void add(CallClass reach, long calls, long bytes) {
            sums.merge(reach, new Amount(1, calls, bytes), Amount::plus);
        }

        LinkTotals total() {
            return new LinkTotals(sums);
        }
    }
}
