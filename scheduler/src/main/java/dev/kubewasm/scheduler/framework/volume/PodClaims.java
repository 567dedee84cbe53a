package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The claims of a Pod, before a node is asked. */
public sealed interface PodClaims {
    /**
     * No node helps.
     *
     * @param reason why, in kube-scheduler's words
     */
    record Unusable(String reason) implements PodClaims {}

    /**
     * All can be had on some node.
     *
     * @param bound those that have their volume
     * @param waiting those that wait for the Pod's node
     */
    record Usable(List<VolumeClaim> bound, List<VolumeClaim> waiting) implements PodClaims {
        public Usable {
            bound = List.copyOf(bound);
            waiting = List.copyOf(waiting);
        }
    }

    /** The claims that {@code pod} uses. */
    static PodClaims of(PodKey pod, Uid uid, PodVolumes volumes, VolumeState state) {
        List<VolumeClaim> used = new ArrayList<>();
        for (PodVolumes.ClaimUse use : volumes.claims()) {
            Optional<VolumeClaim> claim = state.claim(new ClaimKey(pod.namespace(), use.name()));
            Optional<String> problem = claim.isPresent()
                    ? problem(claim.get(), use, pod, uid)
                    : Optional.of(
                            use.ephemeral()
                                    ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \""
                                            + use.name() + "\""
                                    : notFound(use.name()));
            if (problem.isPresent()) {
                return new Unusable(problem.get());
            }
            used.add(claim.orElseThrow());
        }
        List<VolumeClaim> unbound =
                used.stream().filter(claim -> !claim.isBound()).toList();
        return unbound.stream().allMatch(claim -> waits(claim, state))
                ? new Usable(used.stream().filter(VolumeClaim::isBound).toList(), unbound)
                : new Unusable("pod has unbound immediate PersistentVolumeClaims");
    }

    /** What is said of a claim that isn't there. */
    static String notFound(String claim) {
        return "persistentvolumeclaim \"" + claim + "\" not found";
    }

    private static Optional<String> problem(VolumeClaim claim, PodVolumes.ClaimUse use, PodKey pod, Uid uid) {
        String name = claim.key().name();
        if (claim.state().lost()) {
            return Optional.of("persistentvolumeclaim \"" + name + "\" bound to non-existent persistentvolume \""
                    + claim.state().volume() + "\"");
        }
        if (claim.state().deleting()) {
            return Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted");
        }
        return use.ephemeral() && !claim.isOwnedBy(uid)
                ? Optional.of("PVC " + claim.key() + " was not created for pod " + pod + " (pod is not owner)")
                : Optional.empty();
    }

    /** Whether the claim gets its volume once the Pod has its node; one that names its volume is bound without. */
    private static boolean waits(VolumeClaim claim, VolumeState state) {
        return claim.state().volume().isEmpty()
                && state.storageClass(claim.wanted().storageClass())
                        .filter(StorageClass::waitsForConsumer)
                        .isPresent();
    }
}
