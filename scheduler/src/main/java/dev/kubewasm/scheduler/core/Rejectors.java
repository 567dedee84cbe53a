package dev.kubewasm.scheduler.core;

/**
 * What can reject a Pod, by name: the plugins of the profile under their own names, and besides them the names here. What
 * rejected a Pod decides which events may help it.
 */
final class Rejectors {
    /** The wiring: nobody serves an import. */
    static final String WIRING = "Wiring";

    /** The placement of Pods with links: no node takes the Pod with what it needs there. */
    static final String PLACEMENT = "Placement";

    /** The Pod itself: only when it changes is there anything to try. */
    static final String ITSELF = "Pod";

    private Rejectors() {}
}
