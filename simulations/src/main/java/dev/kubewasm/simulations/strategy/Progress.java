package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.Improvements;

/** Hears how far long work is; a search for a placement of many Pods at once tells it of each that is better. */
public interface Progress extends Improvements {
    /** Nobody listens. */
    Progress NONE = new Progress() {
        @Override
        public void step() {}

        @Override
        public void end() {}
    };

    /** One more Pod has been looked at, or one more event has happened. */
    void step();

    /** The work is done. */
    void end();

    @Override
    default void searching(int pods) {}

    @Override
    default void found(long hard, long medium, long soft) {}
}
