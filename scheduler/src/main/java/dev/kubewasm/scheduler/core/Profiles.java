package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.framework.profile.NodeSample;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.Profile;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stages that there are once for each profile. A Pod keeps to the rules of its own; Pods that are linked are placed with the
 * seed, the limits and the weights of one, that of the most important among them.
 */
final class Profiles {
    private final Map<String, Stages> byName;

    /** @param settings of all profiles, by name */
    Profiles(Map<String, SchedulingProfile> settings, SchedulingState state, RoomMaking room) {
        this.byName = each(settings, profile -> Stages.of(profile, state, room));
    }

    /** That of {@code pod}, which is the scheduler's own. */
    Stages of(CachedPod pod) {
        return of(byName, pod);
    }

    /** Of what there is for each profile, that for {@code pod}, which is the scheduler's own. */
    static <T> T of(Map<String, T> byName, CachedPod pod) {
        return Objects.requireNonNull(byName.get(pod.profile()), () -> "no profile " + pod.profile());
    }

    /** Something for each profile. */
    static <T> Map<String, T> each(Map<String, SchedulingProfile> settings, Function<SchedulingProfile, T> of) {
        return settings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> of.apply(entry.getValue())));
    }

    /**
     * The stages of one profile.
     *
     * @param rules kube-scheduler's
     * @param forbidden the nodes that those of them forbid which placement doesn't know
     * @param single decides about Pods without links
     * @param preemption who has to leave for a Pod or a group
     * @param room makes it for a Pod without links
     * @param placement how Pods with links are placed
     */
    record Stages(
            Profile rules,
            ForbiddenNodes forbidden,
            SinglePodStage single,
            Preemption preemption,
            PreemptionStage room,
            PlacementSettings placement) {
        private static Stages of(SchedulingProfile settings, SchedulingState state, RoomMaking room) {
            Profile rules = Profile.of(settings.rules());
            SinglePodStage single = new SinglePodStage(
                    rules,
                    new NodeSample(settings.rules().percentageOfNodesToScore()),
                    settings.placement().seed());
            Preemption preemption = new Preemption(settings.rules().preemption());
            return new Stages(
                    rules,
                    new ForbiddenNodes(rules),
                    single,
                    preemption,
                    new PreemptionStage(preemption, single, state, room),
                    settings.placement());
        }
    }
}
