package dev.kubewasm.placement.facts;

/**
 * A taint of a Node.
 *
 * @param key the taint's key
 * @param value may be empty
 * @param effect what happens to Pods that don't tolerate it
 */
public record Taint(String key, String value, Effect effect) {
    /** The effects, as Kubernetes names them. */
    public enum Effect {
        NO_SCHEDULE("NoSchedule"),
        PREFER_NO_SCHEDULE("PreferNoSchedule"),
        NO_EXECUTE("NoExecute");

        private final String text;

        Effect(String text) {
            this.text = text;
        }

        /** The Kubernetes spelling. */
        public String text() {
            return text;
        }

        /** Whether a Pod that doesn't tolerate it must stay away. */
        public boolean repels() {
            return this != PREFER_NO_SCHEDULE;
        }
    }

    @Override
    public String toString() {
        return key + "=" + value + ":" + effect.text();
    }
}
