package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Volumes with a label of a zone or region are for nodes there. */
public final class VolumeZone implements FilterPlugin {
    private static final String NAME = "VolumeZone";
    private static final Status ELSEWHERE = Status.Rejected.unresolvable(NAME, "node(s) had no available volume zone");
    private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
    private static final String OLD_REGION = "failure-domain.beta.kubernetes.io/region";
    private static final String REGION = "topology.kubernetes.io/region";

    /** The labels, and what those with an old name are called now. */
    private static final Map<String, String> TODAY = Map.of(
            OLD_ZONE,
            SpreadConstraint.ZONE,
            OLD_REGION,
            REGION,
            SpreadConstraint.ZONE,
            SpreadConstraint.ZONE,
            REGION,
            REGION);

    @Override
    public String name() {
        return NAME;
    }

    /** A node's value of label {@code key} must be one of {@code values}. */
    private record Place(String key, Set<String> values) {
        boolean has(Map<String, String> labels) {
            @Nullable String value = labels.get(key);
            return values.contains(value != null ? value : labels.getOrDefault(TODAY.getOrDefault(key, key), ""));
        }
    }

    /** Claims without a volume are passed over: that they may wait for one is VolumeBinding's to say. */
    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        List<Place> places = new ArrayList<>();
        for (PodVolumes.ClaimUse use : pod.volumes().claims()) {
            String name = cluster.volumes()
                    .claim(new ClaimKey(pod.key().namespace(), use.name()))
                    .map(claim -> claim.state().volume())
                    .orElse("");
            if (use.ephemeral() || name.isEmpty()) {
                continue;
            }
            Optional<PersistentVolume> volume = cluster.volumes().volume(name);
            if (volume.isEmpty()) {
                return new PreFilter.Reject(
                        Status.Rejected.unresolvable(NAME, "persistentvolume \"" + name + "\" not found"));
            }
            places.addAll(places(volume.get()));
        }
        return places.isEmpty()
                ? PreFilter.SKIP
                : PreFilter.ask(node -> isThere(node.spec().labels(), places) ? Status.FITS : ELSEWHERE);
    }

    /** A label with an empty part says nothing. */
    private static List<Place> places(PersistentVolume volume) {
        List<Place> places = new ArrayList<>();
        for (String key : TODAY.keySet()) {
            Set<String> values = new HashSet<>();
            for (String value : volume.labels().getOrDefault(key, "").split("__", -1)) {
                values.add(value.strip());
            }
            if (!values.contains("")) {
                places.add(new Place(key, values));
            }
        }
        return places;
    }

    /** A node without any such label is everywhere. */
    private static boolean isThere(Map<String, String> labels, List<Place> places) {
        return TODAY.keySet().stream().noneMatch(labels::containsKey)
                || places.stream().allMatch(place -> place.has(labels));
    }
}
