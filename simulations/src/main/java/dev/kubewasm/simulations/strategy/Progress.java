package dev.kubewasm.simulations.strategy;

/** Hears how far long work is. */
@FunctionalInterface
public interface Progress {
    /** Nobody listens. */
    Progress NONE = () -> {};

    /** One more Pod has been looked at. */
    void step();
}
