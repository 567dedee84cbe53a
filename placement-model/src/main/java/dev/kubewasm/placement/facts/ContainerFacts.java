package dev.kubewasm.placement.facts;

import java.util.Optional;

/**
 * A container of a Pod.
 *
 * @param name unique in its Pod
 * @param image as written in the Pod
 * @param component what it runs, empty for an ordinary container
 */
public record ContainerFacts(String name, String image, Optional<ComponentFacts> component) {}
