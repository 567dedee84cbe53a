package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.PodAnnotations;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pods as facts. What a Pod says that can't be read or kept becomes a refusal of that Pod, never an exception. The Pod
 * is taken as the API server stores it: admitted (RuntimeClass merged in, priority set) and with namespace, name and uid.
 */
public final class PodFactsFactory {
    private static final String UNSCHEDULABLE = "Unschedulable";

    private final Set<String> profiles;
    private final WorkloadLookup workloads;

    /**
     * @param profiles Pods with one of these as their {@code spec.schedulerName} are the scheduler's own
     * @param workloads follows ReplicaSets to Deployments
     */
    public PodFactsFactory(Set<String> profiles, WorkloadLookup workloads) {
        this.profiles = Set.copyOf(profiles);
        this.workloads = workloads;
    }

    /**
     * What there is to know of {@code pod}.
     *
     * @throws IllegalArgumentException if it has no namespace, name, uid or spec, which no stored Pod lacks
     */
    public ObservedPod observe(Pod pod) {
        ObjectMeta meta = required(pod.getMetadata(), "metadata");
        PodSpec spec = required(pod.getSpec(), "spec");
        PodKey key = new PodKey(required(meta.getNamespace(), "namespace"), required(meta.getName(), "name"));
        Uid uid = new Uid(required(meta.getUid(), "uid"));
        Map<String, String> annotations = Maps.sorted(meta.getAnnotations());
        Optional<String> profile = Optional.ofNullable(spec.getSchedulerName()).filter(profiles::contains);
        boolean ours = profile.isPresent();

        List<String> refusals = new ArrayList<>();
        PodRequests requests = PodRequests.of(spec, pod.getStatus(), refusals);
        PodInfo info = SchedulerObjects.pod(meta, spec, pod.getStatus(), requests, refusals);
        List<ComponentReference> components =
                ours ? ComponentReferences.of(spec, key.namespace(), annotations, refusals) : List.of();
        LinkSettings links = ours ? links(annotations, refusals) : LinkSettings.DEFAULT;
        PodFacts facts = new PodFacts(
                key,
                uid,
                Workloads.of(meta, key.namespace(), uid, workloads),
                Maps.sorted(meta.getLabels()),
                requests.resources(),
                info.nodes(),
                info.tolerations(),
                state(meta, spec, pod.getStatus()),
                (components.isEmpty() ? spec.getContainers().stream() : ComponentReferences.containers(spec))
                        .map(c -> new ContainerFacts(
                                c.getName(), Objects.requireNonNullElse(c.getImage(), ""), Optional.empty()))
                        .toList(),
                links,
                spec.getPriority() == null ? 0 : spec.getPriority(),
                order(meta.getCreationTimestamp()));
        if (ours) {
            UnsupportedFeatures.check(spec, refusals);
        }
        return new ObservedPod(
                facts,
                info,
                profile,
                !Maps.list(spec.getSchedulingGates()).isEmpty(),
                components,
                ours ? refusals : List.of(),
                lastMessage(pod.getStatus()),
                components.isEmpty() ? 0 : staying(annotations));
    }

    /**
     * What there is to know of {@code pod} if {@link #observe} fails at it because of {@code cause}: a Pod that asks for nothing and
     * can't be placed. The refusal is the same each time, so that it is said once. Empty if it waits for no node of this
     * scheduler: then it is nobody's to tell.
     *
     * @throws IllegalArgumentException as {@link #observe}
     */
    public Optional<ObservedPod> unreadable(Pod pod, RuntimeException cause) {
        ObjectMeta meta = required(pod.getMetadata(), "metadata");
        PodSpec spec = required(pod.getSpec(), "spec");
        ObservedPod bare = observe(new PodBuilder()
                .withNewMetadata()
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withCreationTimestamp(meta.getCreationTimestamp())
                .withDeletionTimestamp(meta.getDeletionTimestamp())
                .endMetadata()
                .withNewSpec()
                .withSchedulerName(spec.getSchedulerName())
                .withNodeName(spec.getNodeName())
                .withSchedulingGates(spec.getSchedulingGates())
                .endSpec()
                .withStatus(pod.getStatus())
                .build());
        String why = "the Pod can't be read: " + cause.getClass().getSimpleName() + ", see the log of the scheduler";
        return Optional.of(new ObservedPod(
                        bare.facts(),
                        bare.info(),
                        bare.profile(),
                        bare.gated(),
                        List.of(),
                        List.of(why),
                        bare.lastMessage()))
                .filter(ObservedPod::wantsNode);
    }

    private static int staying(Map<String, String> annotations) {
        Map<String, String> staying = new TreeMap<>(annotations);
        staying.remove(WiringAnnotation.KEY);
        return ObservedPod.bytes(staying);
    }

    private static LinkSettings links(Map<String, String> annotations, List<String> refusals) {
        String instances = annotations.get(InstancesAnnotation.KEY);
        if (instances != null && InstancesAnnotation.parse(instances) instanceof Parsed.Invalid<Integer> invalid) {
            refusals.add(invalid.message());
        }
        return switch (PodAnnotations.linkSettings(annotations)) {
            case Parsed.Valid<LinkSettings>(LinkSettings settings) -> settings;
            case Parsed.Invalid<LinkSettings> invalid -> {
                refusals.add(invalid.message());
                yield LinkSettings.DEFAULT;
            }
        };
    }

    private static PodState state(ObjectMeta meta, PodSpec spec, @Nullable PodStatus status) {
        Optional<NodeName> node = Optional.ofNullable(spec.getNodeName())
                .filter(n -> !n.isEmpty())
                .map(NodeName::new);
        return new PodState(
                node,
                phase(status == null ? null : status.getPhase()),
                meta.getDeletionTimestamp() != null,
                condition(status, "Ready")
                        .filter(c -> "True".equals(c.getStatus()))
                        .isPresent());
    }

    private static Phase phase(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Phase.PENDING;
        }
        try {
            return Phase.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Phase.UNKNOWN;
        }
    }

    private static Optional<String> lastMessage(@Nullable PodStatus status) {
        return condition(status, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()) && UNSCHEDULABLE.equals(c.getReason()))
                .map(c -> Objects.requireNonNullElse(c.getMessage(), ""));
    }

    private static Optional<PodCondition> condition(@Nullable PodStatus status, String type) {
        return status == null
                ? Optional.empty()
                : Maps.list(status.getConditions()).stream()
                        .filter(c -> type.equals(c.getType()))
                        .findFirst();
    }

    /** Seconds since 1970: as fine as the API server stores it. */
    private static long order(@Nullable String creationTimestamp) {
        if (creationTimestamp == null) {
            return 0;
        }
        try {
            return Instant.parse(creationTimestamp).getEpochSecond();
        } catch (DateTimeException _) {
            return 0;
        }
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("a Pod without " + field);
        }
        return value;
    }
}
