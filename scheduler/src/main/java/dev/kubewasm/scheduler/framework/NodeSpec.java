package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.Taint;
import java.util.List;
import java.util.Map;

/**
 * A node as the plugins need it, without its Pods.
 *
 * @param name its name
 * @param labels its labels
 * @param taints its taints
 * @param unschedulable whether it is cordoned
 * @param allocatable what Pods can have of it
 * @param allowedPods how many Pods it takes
 * @param images the sizes of the images it has, in bytes, by name
 */
public record NodeSpec(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        Amounts allocatable,
        long allowedPods,
        Map<String, Long> images) {
    public NodeSpec {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        images = Map.copyOf(images);
    }
}
