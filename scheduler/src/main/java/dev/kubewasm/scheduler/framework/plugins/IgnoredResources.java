package dev.kubewasm.scheduler.framework.plugins;

import java.util.Set;

/**
 * Extended resources that nodes needn't have though Pods request them: others see to them.
 *
 * @param names as Pods request them
 * @param groups what stands before their {@code /}
 */
public record IgnoredResources(Set<String> names, Set<String> groups) {
    /** All count. */
    public static final IgnoredResources NONE = new IgnoredResources(Set.of(), Set.of());

    public IgnoredResources {
        names = Set.copyOf(names);
        groups = Set.copyOf(groups);
    }

    /** Whether {@code resource} is one of them; those of Kubernetes itself never are. */
    public boolean ignores(String resource) {
        if (names.isEmpty() && groups.isEmpty()) {
            return false;
        }
        int slash = resource.indexOf('/');
        boolean extended = slash >= 0 && !resource.contains("kubernetes.io/") && !resource.startsWith("requests.");
        return extended && (names.contains(resource) || groups.contains(resource.substring(0, slash)));
    }
}
