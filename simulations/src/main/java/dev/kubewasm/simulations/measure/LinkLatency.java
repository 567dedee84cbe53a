package dev.kubewasm.simulations.measure;

/**
 * What one call over a link is taken to cost, there and back, in microseconds.
 *
 * @param inProcess to a provider in the process
 * @param crossNode to one on another node of the zone
 * @param crossZone to one in another zone
 */
public record LinkLatency(double inProcess, double crossNode, double crossZone) {
    /**
     * In process as measured for a call with a string of 16 bytes (decision 4); over the network, round figures of a call by
     * HTTP between machines of one zone and of two zones of a cloud region.
     */
    public static final LinkLatency DEFAULT = new LinkLatency(0.05, 300, 1_000);

    /** @throws IllegalArgumentException if one is negative or no number */
    public LinkLatency {
        if (!(inProcess >= 0 && crossNode >= 0 && crossZone >= 0)) {
            throw new IllegalArgumentException("`latency` must be microseconds, none of them negative");
        }
    }
}
