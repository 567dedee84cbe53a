package dev.kubewasm.simulations.strategy;

/** Hears how far long work is. */
public interface Progress {
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
}
