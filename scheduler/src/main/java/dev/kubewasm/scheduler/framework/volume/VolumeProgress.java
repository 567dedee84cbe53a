package dev.kubewasm.scheduler.framework.volume;

import dev.kubewasm.scheduler.framework.volume.VolumePlan.Binding;
import dev.kubewasm.scheduler.framework.volume.VolumePlan.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks whether what a {@link VolumePlan} began is complete. */
public final class VolumeProgress {
    private final VolumePlan plan;
    private final Map<String, String> labels;
    private final VolumeState state;

    private VolumeProgress(VolumePlan plan, Map<String, String> labels, VolumeState state) {
        this.plan = plan;
        this.labels = labels;
        this.state = state;
    }

    /**
     * How far {@code plan} has got.
     *
     * @param labels of the plan's node
     * @param state has seen the objects as the API server returned them when it was told of the plan
     */
    public static Progress of(VolumePlan plan, Map<String, String> labels, VolumeState state) {
        return new VolumeProgress(plan, labels, state).look();
    }

    /** The first that isn't done decides, as in kube-scheduler. */
    private Progress look() {
        Stream<Supplier<Progress>> steps = Stream.concat(
                plan.bindings().stream().map(binding -> () -> look(binding)),
                plan.provisions().stream().map(claim -> () -> look(claim)));
        return steps.map(Supplier::get)
                .filter(progress -> !(progress instanceof Progress.Done))
                .findFirst()
                .orElseGet(Progress.Done::new);
    }

    private Progress look(Binding binding) {
        Optional<PersistentVolume> volume = state.storedVolume(binding.volume().name());
        Optional<VolumeClaim> claim = state.storedClaim(binding.claim().key());
        if (volume.isEmpty()) {
            return failed("PersistentVolume " + binding.volume().name() + " is gone");
        }
        if (claim.isEmpty()) {
            return gone(binding.claim());
        }
        if (!reachable(volume.get())) {
            return unreachable(volume.get());
        }
        if (volume.get().claim().filter(c -> !c.uid().isEmpty()).isEmpty()) {
            return failed("PersistentVolume " + volume.get().name() + " was taken from its claim again");
        }
        return complete(claim.get());
    }

    private Progress look(VolumeClaim provisioned) {
        Optional<VolumeClaim> claim = state.storedClaim(provisioned.key());
        if (claim.isEmpty()) {
            return gone(provisioned);
        }
        if (!claim.get().state().selectedNode().equals(Optional.of(plan.node()))) {
            return failed("provisioning failed for PersistentVolumeClaim " + provisioned.key());
        }
        String name = claim.get().state().volume();
        if (!name.isEmpty()) {
            Optional<PersistentVolume> volume = state.storedVolume(name);
            if (volume.isEmpty()) {
                return new Progress.Waiting();
            }
            if (!reachable(volume.get())) {
                return unreachable(volume.get());
            }
        }
        return complete(claim.get());
    }

    private boolean reachable(PersistentVolume volume) {
        return VolumeMatcher.affinityOn(state.csiNode(plan.node()), volume)
                .filter(affinity -> PersistentVolume.matches(affinity.terms(), labels))
                .isPresent();
    }

    private Progress unreachable(PersistentVolume volume) {
        return failed("PersistentVolume " + volume.name() + " can't be reached from node " + plan.node());
    }

    private static Progress gone(VolumeClaim claim) {
        return failed("PersistentVolumeClaim " + claim.key() + " is gone");
    }

    private static Progress complete(VolumeClaim claim) {
        return claim.isBound() ? new Progress.Done() : new Progress.Waiting();
    }

    private static Progress failed(String reason) {
        return new Progress.Failed(reason);
    }
}
