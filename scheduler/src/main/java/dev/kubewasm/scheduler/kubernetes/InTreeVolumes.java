package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.scheduler.framework.volume.InTreePlugin;
import dev.kubewasm.scheduler.framework.volume.VolumeSource;
import dev.kubewasm.scheduler.framework.volume.VolumeSource.InTree;
import dev.kubewasm.scheduler.framework.volume.VolumeSource.Translation;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What volumes of plugins that were part of Kubernetes are to the CSI drivers that serve them now, by the rules of
 * Kubernetes' {@code csi-translation-lib}.
 */
final class InTreeVolumes {
    static final String UNSPECIFIED = "UNSPECIFIED";

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";
    private static final String OLD_REGION = "failure-domain.beta.kubernetes.io/region";
    private static final Pattern ZONES = Pattern.compile("__");
    private static final Pattern EBS = Pattern.compile("aws://[^/]*/+(vol-[^/]*)/*");

    private InTreeVolumes() {}

    /**
     * The source of a volume, if it is of such a plugin.
     *
     * @param labels of the volume
     * @param affinity of the volume
     */
    static Optional<VolumeSource> source(
            PersistentVolumeSpec spec, Map<String, String> labels, Optional<List<NodeSelectorTerm>> affinity) {
        if (spec.getAwsElasticBlockStore() != null) {
            return inTree(
                    InTreePlugin.AWS_EBS,
                    ebsHandle(text(spec.getAwsElasticBlockStore().getVolumeID())),
                    labels,
                    affinity);
        }
        if (spec.getGcePersistentDisk() != null) {
            String disk = text(spec.getGcePersistentDisk().getPdName());
            return inTree(InTreePlugin.GCE_PD, gceHandle(disk, labels), labels, affinity);
        }
        if (spec.getAzureDisk() != null) {
            return inTree(
                    InTreePlugin.AZURE_DISK,
                    Optional.of(text(spec.getAzureDisk().getDiskURI()))
                            .filter(uri -> isManaged(spec.getAzureDisk().getKind())),
                    labels,
                    affinity);
        }
        if (spec.getCinder() != null) {
            return inTree(InTreePlugin.CINDER, Optional.of(text(spec.getCinder().getVolumeID())), labels, affinity);
        }
        if (spec.getPortworxVolume() != null) {
            return inTree(
                    InTreePlugin.PORTWORX,
                    Optional.of(text(spec.getPortworxVolume().getVolumeID())),
                    labels,
                    affinity);
        }
        return Optional.empty();
    }

    private static Optional<VolumeSource> inTree(
            InTreePlugin plugin,
            Optional<String> handle,
            Map<String, String> labels,
            Optional<List<NodeSelectorTerm>> affinity) {
        Optional<List<NodeSelectorTerm>> translated =
                plugin.zoneKey().isPresent() ? translated(plugin.zoneKey().get(), labels, affinity) : affinity;
        return Optional.of(new InTree(plugin, handle.map(h -> new Translation(h, translated))));
    }

    /** {@code vol-…}, {@code aws://ZONE/vol-…} or anything without a scheme, as it is. */
    static Optional<String> ebsHandle(String id) {
        if (!id.startsWith("aws://")) {
            return Optional.of(id);
        }
        Matcher matcher = EBS.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Only disks that Azure manages have a driver. */
    static boolean isManaged(@Nullable String kind) {
        return kind == null || kind.equalsIgnoreCase("Managed");
    }

    static String gceZonal(String zone, String disk) {
        return "projects/" + UNSPECIFIED + "/zones/" + zone + "/disks/" + disk;
    }

    private static Optional<String> gceHandle(String disk, Map<String, String> labels) {
        String old = labels.getOrDefault(OLD_ZONE, "");
        String label = old.isEmpty() ? labels.getOrDefault(ZONE, "") : old;
        String[] zones = ZONES.split(label, -1);
        if (zones.length == 1) {
            return Optional.of(gceZonal(label.isEmpty() ? UNSPECIFIED : label, disk));
        }
        return gceRegion(zones).map(region -> "projects/" + UNSPECIFIED + "/regions/" + region + "/disks/" + disk);
    }

    /** The region that all zones have in common: {@code us-central1} of {@code us-central1-a}. */
    private static Optional<String> gceRegion(String[] zones) {
        Set<String> regions = new TreeSet<>();
        for (String zone : zones) {
            String[] parts = zone.split("-", -1);
            if (parts.length != 3) {
                return Optional.empty();
            }
            regions.add(parts[0] + "-" + parts[1]);
        }
        return regions.size() == 1 ? Optional.of(regions.iterator().next()) : Optional.empty();
    }

    /** The affinity with the driver's label for the zone; from the volume's labels where the affinity names no zone. */
    private static Optional<List<NodeSelectorTerm>> translated(
            String zoneKey, Map<String, String> labels, Optional<List<NodeSelectorTerm>> affinity) {
        List<NodeSelectorTerm> terms = affinity.orElse(List.of());
        boolean old = usesOldLabels(terms, labels);
        String zoneLabel = old ? OLD_ZONE : ZONE;
        Map<String, String> renamed = old ? Map.of(zoneLabel, zoneKey, OLD_REGION, REGION) : Map.of(zoneLabel, zoneKey);
        if (names(terms, zoneLabel)) {
            return Optional.of(
                    terms.stream().map(term -> renamed(term, renamed)).toList());
        }
        Map<String, String> regionOnly = old ? Map.of(OLD_REGION, REGION) : Map.of();
        List<String> zones = Arrays.stream(ZONES.split(labels.getOrDefault(zoneLabel, ""), -1))
                .map(String::strip)
                .filter(zone -> !zone.isEmpty())
                .sorted()
                .distinct()
                .toList();
        Optional<List<NodeSelectorTerm>> kept = affinity.map(
                all -> all.stream().map(term -> renamed(term, regionOnly)).toList());
        return zones.isEmpty() ? kept : Optional.of(with(kept.orElse(List.of()), zoneKey, zones));
    }

    private static boolean usesOldLabels(List<NodeSelectorTerm> terms, Map<String, String> labels) {
        if (mentions(terms, ZONE)) {
            return false;
        }
        return mentions(terms, OLD_ZONE) || (!labels.containsKey(ZONE) && labels.containsKey(OLD_ZONE));
    }

    private static boolean mentions(List<NodeSelectorTerm> terms, String key) {
        return expressions(terms).anyMatch(requirement -> requirement.key().equals(key));
    }

    /** Whether a value of {@code key} is named. */
    private static boolean names(List<NodeSelectorTerm> terms, String key) {
        return expressions(terms)
                .anyMatch(requirement ->
                        requirement.key().equals(key) && !requirement.values().isEmpty());
    }

    private static Stream<Requirement> expressions(List<NodeSelectorTerm> terms) {
        return terms.stream().flatMap(term -> term.matchExpressions().stream());
    }

    private static NodeSelectorTerm renamed(NodeSelectorTerm term, Map<String, String> keys) {
        return new NodeSelectorTerm(
                term.matchExpressions().stream()
                        .map(requirement -> new Requirement(
                                keys.getOrDefault(requirement.key(), requirement.key()),
                                requirement.operator(),
                                requirement.values()))
                        .toList(),
                term.matchFields());
    }

    private static List<NodeSelectorTerm> with(List<NodeSelectorTerm> terms, String key, List<String> zones) {
        Requirement zone = new Requirement(key, Operator.IN, zones);
        if (terms.isEmpty()) {
            return List.of(new NodeSelectorTerm(List.of(zone), List.of()));
        }
        return terms.stream()
                .map(term -> {
                    List<Requirement> all = new ArrayList<>(term.matchExpressions());
                    all.add(zone);
                    return new NodeSelectorTerm(all, term.matchFields());
                })
                .toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
