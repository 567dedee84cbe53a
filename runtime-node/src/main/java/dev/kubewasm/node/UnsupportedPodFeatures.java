package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Pod asks for that a runtime node doesn't do. Such a Pod fails with these reasons: running it without what it
 * asked for would be worse.
 */
final class UnsupportedPodFeatures {
    /**
     * The API server adds a volume of this name to every Pod: the token of its service account. A component that doesn't
     * import a way to reach the API server has no use for it.
     */
    private static final String TOKEN_VOLUME = "kube-api-access-";

    private UnsupportedPodFeatures() {}

    /** The fields of {@code spec} that ask for it, each with what to do; empty when the Pod can be run. */
    static List<String> find(PodSpec spec) {
        List<String> found = new ArrayList<>();
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            found.add("spec.hostNetwork: components have no network namespace");
        }
        if (Boolean.TRUE.equals(spec.getHostPID()) || Boolean.TRUE.equals(spec.getHostIPC())) {
            found.add("spec.hostPID, spec.hostIPC: components have no processes");
        }
        if (!spec.getInitContainers().isEmpty()) {
            found.add("spec.initContainers: not run by this node");
        }
        spec.getVolumes().stream()
                .map(Volume::getName)
                .filter(name -> !name.startsWith(TOKEN_VOLUME))
                .forEach(name ->
                        found.add("volume `" + name + "`: not mounted by this node; pass configuration by env"));
        Optional.ofNullable(spec.getSecurityContext())
                .map(PodSecurityContext::getSysctls)
                .filter(s -> !s.isEmpty())
                .ifPresent(s -> found.add("spec.securityContext.sysctls: components have no kernel of their own"));
        for (Container container : spec.getContainers()) {
            find(container, found);
        }
        return found;
    }

    private static void find(Container container, List<String> found) {
        String path = "container `" + container.getName() + "`: ";
        if (Optional.ofNullable(container.getSecurityContext())
                .map(SecurityContext::getPrivileged)
                .orElse(false)) {
            found.add(path + "securityContext.privileged: components have no privileges to be given");
        }
        if (container.getLivenessProbe() != null
                || container.getReadinessProbe() != null
                || container.getStartupProbe() != null) {
            found.add(path + "probes: not run by this node; it is Ready when its links are");
        }
        if (container.getLifecycle() != null) {
            found.add(path + "lifecycle hooks: not run by this node");
        }
        if (!container.getVolumeDevices().isEmpty()) {
            found.add(path + "volumeDevices: components have no block devices");
        }
    }
}
