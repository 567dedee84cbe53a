package dev.kubewasm.simulations.measure;

/**
 * What calls over links are taken to be, since nobody measures them here.
 *
 * @param latency how long one takes
 * @param sizes how much it carries
 */
public record CallCosts(LinkLatency latency, CallSizes sizes) {
    /** As stated where a scenario says nothing. */
    public static final CallCosts DEFAULT = new CallCosts(LinkLatency.DEFAULT, CallSizes.DEFAULT);
}
