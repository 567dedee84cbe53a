package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;

/**
 * An event about a Pod, as {@code kubectl describe} shows it.
 *
 * @param profile who says it: the Pod's profile, about one that leaves that of the Pod it leaves for
 * @param pod which
 * @param uid of the Pod
 * @param reason what happened, by the names that kube-scheduler uses
 * @param message in words
 */
public record PodEvent(String profile, PodKey pod, Uid uid, Reason reason, String message) {
    /** What happened. */
    public enum Reason {
        /** The Pod was bound. */
        SCHEDULED("Scheduled", "Normal", "Binding"),
        /** The Pod was bound, and an import of it that may stay unlinked does. */
        UNLINKED_IMPORT("UnlinkedImport", "Warning", "Binding"),
        /** The Pod can't be placed now. */
        FAILED_SCHEDULING("FailedScheduling", "Warning", "Scheduling"),
        /** The Pod leaves its node for a more important one. */
        PREEMPTED("Preempted", "Normal", "Preempting");

        private final String text;
        private final String type;
        private final String action;

        Reason(String text, String type, String action) {
            this.text = text;
            this.type = type;
            this.action = action;
        }

        /** The event's {@code reason}. */
        public String text() {
            return text;
        }

        /** The event's {@code type}: {@code Normal} or {@code Warning}. */
        public String type() {
            return type;
        }

        /** The event's {@code action}. */
        public String action() {
            return action;
        }
    }
}
