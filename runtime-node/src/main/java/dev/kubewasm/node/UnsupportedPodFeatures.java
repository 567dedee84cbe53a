package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** Whether the volume of that name is a service account's token. */
    static boolean isToken(String volume) {
        return volume.startsWith(TOKEN_VOLUME);
    }

    /**
     * The fields of {@code spec} that ask for it, each with what to do; empty when the Pod can be run.
     *
     * @param volumes whether this node has volumes
     */
    static List<String> find(PodSpec spec, boolean volumes) {
        List<String> found = new ArrayList<>();
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            found.add("spec.hostNetwork: components have no network namespace");
        }
        if (Boolean.TRUE.equals(spec.getHostPID()) || Boolean.TRUE.equals(spec.getHostIPC())) {
            found.add("spec.hostPID, spec.hostIPC: components have no processes");
        }
        if (spec.getOs() != null && !"linux".equals(spec.getOs().getName())) {
            found.add("spec.os: this node is of another operating system");
        }
        platform(spec, "kubernetes.io/os", HostPlatform.os()).ifPresent(found::add);
        platform(spec, "kubernetes.io/arch", HostPlatform.architecture()).ifPresent(found::add);
        spec.getVolumes().stream().filter(volume -> !isToken(volume.getName())).forEach(volume -> volume(
                        volume, volumes)
                .ifPresent(why -> found.add("volume `" + volume.getName() + "`: " + why)));
        Optional.ofNullable(spec.getSecurityContext())
                .map(PodSecurityContext::getSysctls)
                .filter(s -> !s.isEmpty())
                .ifPresent(s -> found.add("spec.securityContext.sysctls: components have no kernel of their own"));
        spec.getInitContainers().forEach(container -> find(container, found));
        spec.getContainers().forEach(container -> find(container, found));
        return found;
    }

    /** A Pod that was bound past its own nodeSelector. */
    private static Optional<String> platform(PodSpec spec, String label, String here) {
        return Optional.ofNullable(spec.getNodeSelector())
                .map(selector -> selector.get(label))
                .filter(wanted -> !wanted.equals(here))
                .map(wanted -> "spec.nodeSelector " + label + "=" + wanted + ": this node is " + here);
    }

    private static Optional<String> volume(Volume volume, boolean volumes) {
        if (!volumes) {
            return Optional.of("not mounted by this node; pass configuration by env");
        }
        if (volume.getEmptyDir() != null) {
            return volume.getEmptyDir().getSizeLimit() != null
                            || "Memory".equals(volume.getEmptyDir().getMedium())
                    ? Optional.of("emptyDir.sizeLimit and emptyDir.medium: not kept by this node; leave them out")
                    : Optional.empty();
        }
        boolean known = volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getDownwardAPI() != null
                || volume.getProjected() != null
                || volume.getHostPath() != null;
        return known
                ? Optional.empty()
                : Optional.of(
                        "this node mounts configMap, secret, projected, downwardAPI, emptyDir and hostPath alone");
    }

    private static void find(Container container, List<String> found) {
        String path = "container `" + container.getName() + "`: ";
        if (Optional.ofNullable(container.getSecurityContext())
                .map(SecurityContext::getPrivileged)
                .orElse(false)) {
            found.add(path + "securityContext.privileged: components have no privileges to be given");
        }
        probe(path + "livenessProbe", container.getLivenessProbe()).ifPresent(found::add);
        probe(path + "readinessProbe", container.getReadinessProbe()).ifPresent(found::add);
        probe(path + "startupProbe", container.getStartupProbe()).ifPresent(found::add);
        Optional.ofNullable(container.getLifecycle()).ifPresent(lifecycle -> {
            if (lifecycle.getPostStart() != null) {
                found.add(path + "lifecycle.postStart: not run by this node");
            }
            if (lifecycle.getPreStop() != null && lifecycle.getPreStop().getExec() == null) {
                found.add(path + "lifecycle.preStop: this node knows exec of an exported function alone");
            }
        });
        if (container.getPorts().stream().anyMatch(port -> port.getHostPort() != null && port.getHostPort() != 0)) {
            found.add(path + "ports.hostPort: components have no ports of the host");
        }
        if (!container.getVolumeDevices().isEmpty()) {
            found.add(path + "volumeDevices: components have no block devices");
        }
    }

    private static Optional<String> probe(String path, @Nullable Probe probe) {
        return probe == null
                        || (probe.getExec() != null
                                && !probe.getExec().getCommand().isEmpty())
                ? Optional.empty()
                : Optional.of(
                        path + ": components have no address to be asked at; use exec, whose command is an exported"
                                + " function and its arguments");
    }
}
