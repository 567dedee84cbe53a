package dev.kubewasm.placement;

/**
 * Hears how a placement gets better while it is searched for, on the thread that searches: it must return at once. What it
 * hears within the step limit depends on the arguments of the placement alone.
 */
public interface Improvements {
    /** Nobody listens. */
    Improvements UNHEARD = new Improvements() {
        @Override
        public void searching(int pods) {}

        @Override
        public void found(long hard, long medium, long soft) {}
    };

    /** A search begins for the nodes of so many Pods; what was heard before is of another. */
    void searching(int pods);

    /**
     * A placement is better than all before it; the parts of its score are those of {@link
     * dev.kubewasm.placement.result.Score}.
     */
    void found(long hard, long medium, long soft);
}
