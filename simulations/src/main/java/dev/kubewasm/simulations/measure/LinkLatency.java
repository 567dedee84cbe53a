package dev.kubewasm.simulations.measure;

/**
 * What one call over a link is taken to cost, there and back, in microseconds.
 *
 * @param inProcess to a provider in the process
 * @param sameNode to one on the node, in another process
 * @param crossNode to one on another node of the zone
 * @param crossZone to one in another zone
 */
public record LinkLatency(double inProcess, double sameNode, double crossNode, double crossZone) {
    /**
     * In process as measured for a call with a string of 16 bytes (decision 4). The others weren't measured: round figures
     * of a call by HTTP between processes of a machine, between machines of one zone and of two zones of a cloud region.
     */
    public static final LinkLatency DEFAULT = new LinkLatency(0.05, 100, 300, 1_000);

    /** @throws IllegalArgumentException if one is negative or no number */
    public LinkLatency {
        if (!(inProcess >= 0 && sameNode >= 0 && crossNode >= 0 && crossZone >= 0)) {
            throw new IllegalArgumentException("`latency` must be microseconds, none of them negative");
        }
    }

    /** Of a call to where there is a provider; 0 of one to nobody. */
    public double of(CallClass calls) {
        return switch (calls) {
            case IN_PROCESS -> inProcess;
            case SAME_NODE -> sameNode;
            case CROSS_NODE -> crossNode;
            case CROSS_ZONE -> crossZone;
            case UNSERVED -> 0;
        };
    }
}
