package dev.kubewasm.scheduler.framework;

import java.util.List;

/** What a filter says of a node. */
public sealed interface Status {
    /** The node takes the Pod. */
    Status FITS = new Fits();

    /** The node takes the Pod. */
    record Fits() implements Status {}

    /**
     * The node doesn't take the Pod.
     *
     * @param plugin the first plugin that says so
     * @param reasons why, in its words
     * @param code whether other Pods' leaving could change it
     */
    record Rejected(String plugin, List<String> reasons, Code code) implements Status {
        public Rejected {
            reasons = List.copyOf(reasons);
        }

        /** A rejection that other Pods' leaving could change. */
        public static Rejected unschedulable(String plugin, String reason) {
            return new Rejected(plugin, List.of(reason), Code.UNSCHEDULABLE);
        }

        /** A rejection that no other Pod's leaving changes. */
        public static Rejected unresolvable(String plugin, String reason) {
            return new Rejected(plugin, List.of(reason), Code.UNSCHEDULABLE_AND_UNRESOLVABLE);
        }
    }

    /** The codes of a rejection, as kube-scheduler names them. */
    enum Code {
        UNSCHEDULABLE("Unschedulable"),
        UNSCHEDULABLE_AND_UNRESOLVABLE("UnschedulableAndUnresolvable");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        /** kube-scheduler's spelling. */
        public String text() {
            return text;
        }
    }
}
