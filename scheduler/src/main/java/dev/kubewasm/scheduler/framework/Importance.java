package dev.kubewasm.scheduler.framework;

import java.util.Optional;

/**
 * A Pod's place among Pods.
 *
 * @param priority larger is more important
 * @param preempts whether it may make others leave ({@code preemptionPolicy} isn't {@code Never})
 * @param nominatedNode the node on which others left for it
 */
public record Importance(int priority, boolean preempts, Optional<String> nominatedNode) {}
