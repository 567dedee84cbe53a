package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Pod that this node has taken on. Its specification and its wiring are those of the moment when it was taken: later
 * edits of the annotation change nothing. Confined to its agent.
 */
final class PodRun {
    private static final String UNSUPPORTED = "UnsupportedPod";

    private final Pod pod;
    private final ObservedPod observed;
    private final DecidedWiring wiring;
    private final int poolSize;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<ContainerRun> containers = new ArrayList<>();
    private final Instant startedAt;
    private PodStatus status;

    /**
     * Why this node can't run the Pod, whatever happens.
     *
     * @param reason one word, for the Pod's status
     * @param message a sentence
     */
    record Refusal(String reason, String message) {}

    /** A container of the Pod and its state. */
    static final class ContainerRun {
        private final Container container;
        private final Optional<ComponentReference> reference;
        private ContainerState state =
                new ContainerState.Waiting("ContainerCreating", "it is about to be started", true);
        private int restarts;
        private Instant since;

        ContainerRun(Container container, Optional<ComponentReference> reference, Instant since) {
            this.container = container;
            this.reference = reference;
            this.since = since;
        }

        Container container() {
            return container;
        }

        /** Where its world is said to be; empty for a container that runs no component. */
        Optional<ComponentReference> reference() {
            return reference;
        }

        ContainerState state() {
            return state;
        }

        /** The running instance's state, if it runs. */
        Optional<ContainerState.Running> running() {
            return state instanceof ContainerState.Running running ? Optional.of(running) : Optional.empty();
        }

        /** Whether it runs and all its imports are served. */
        boolean ready() {
            return running().filter(ContainerState.Running::ready).isPresent();
        }

        int restarts() {
            return restarts;
        }

        /** When it came into its state. */
        Instant since() {
            return since;
        }

        void become(ContainerState next, Instant now) {
            state = next;
            since = now;
        }

        /** Runs on, with other links. */
        void relinked(ContainerState.Running now) {
            state = now;
        }

        void countRestart() {
            restarts++;
        }
    }

    PodRun(Pod pod, ObservedPod observed, Instant now) {
        this.pod = pod;
        this.observed = observed;
        this.startedAt = now;
        this.status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        observed.refusals().forEach(text -> refuse(new Refusal("InvalidPod", text)));
        UnsupportedPodFeatures.find(pod.getSpec()).forEach(text -> refuse(new Refusal(UNSUPPORTED, text)));
        this.wiring = wiring(pod);
        this.poolSize = poolSize(pod);
        for (Container container : pod.getSpec().getContainers()) {
            Optional<ComponentReference> reference = observed.components().stream()
                    .filter(c -> c.container().equals(container.getName()))
                    .findFirst();
            if (reference.isEmpty()) {
                refuse(new Refusal(UNSUPPORTED, "container `" + container.getName() + "` " + noComponent(observed)));
            }
            containers.add(new ContainerRun(container, reference, now));
        }
    }

    private static String noComponent(ObservedPod observed) {
        return observed.ours()
                ? "runs no component, and this node runs nothing else: remove the Pod's toleration for it"
                : "was placed by a scheduler that doesn't wire components, and this node runs no others: set"
                        + " spec.schedulerName to kube-wasm, or remove the Pod's toleration for this node";
    }

    private DecidedWiring wiring(Pod pod) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        String value = annotations.get(WiringAnnotation.KEY);
        if (value == null) {
            return DecidedWiring.of(Map.of());
        }
        return switch (WiringAnnotation.parse(value)) {
            case Parsed.Valid<DecidedWiring>(DecidedWiring decided) -> decided;
            case Parsed.Invalid<DecidedWiring> invalid -> {
                refuse(new Refusal("InvalidWiring", invalid.message()));
                yield DecidedWiring.of(Map.of());
            }
        };
    }

    private int poolSize(Pod pod) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        String value = annotations.getOrDefault(InstancesAnnotation.KEY, String.valueOf(InstancesAnnotation.DEFAULT));
        return switch (InstancesAnnotation.parse(value)) {
            case Parsed.Valid<Integer>(Integer size) -> size;
            case Parsed.Invalid<Integer> invalid -> {
                refuse(new Refusal(UNSUPPORTED, invalid.message()));
                yield InstancesAnnotation.DEFAULT;
            }
        };
    }

    Pod pod() {
        return pod;
    }

    /** How many instances each of its components has. */
    int poolSize() {
        return poolSize;
    }

    ObservedPod observed() {
        return observed;
    }

    /** Why this node can't run it, whatever happens; empty if it can. */
    List<Refusal> refusals() {
        return refusals;
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    DecidedWiring wiring() {
        return wiring;
    }

    List<ContainerRun> containers() {
        return containers;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The status last reported; before that, the one it was taken with. */
    PodStatus status() {
        return status;
    }

    void reported(PodStatus now) {
        status = now;
    }

    /** Whether every container is ready: only then is it linked to new consumers. */
    boolean ready() {
        return refusals.isEmpty() && containers.stream().allMatch(ContainerRun::ready);
    }

    /** Whether a container that ends is to be started again. */
    boolean restarts(boolean failed) {
        String policy = Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        return policy.equals("Always") || (failed && policy.equals("OnFailure"));
    }
}
