package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.util.Optional;

/**
 * Something that happened to a Pod on its node, as {@code kubectl describe} shows it.
 *
 * @param pod the Pod
 * @param uid the Pod's
 * @param container the container that it happened to; empty if it was the Pod as a whole
 * @param severity whether somebody should look at it
 * @param reason one word; the kubelet's where it has one
 * @param message one sentence
 */
public record NodeEvent(
        PodKey pod, Uid uid, Optional<String> container, Severity severity, String reason, String message) {
    /** Whether somebody should look at it. */
    public enum Severity {
        /** As it should be. */
        NORMAL,
        /** Not as it should be. */
        WARNING
    }
}
