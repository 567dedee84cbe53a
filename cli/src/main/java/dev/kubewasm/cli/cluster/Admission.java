package dev.kubewasm.cli.cluster;

import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.scheduler.kubernetes.ObservedObjects;
import dev.kubewasm.scheduler.port.ClusterObject;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the API server checks and fills in before it stores an object, as far as placement depends on it: namespaces
 * exist, names are unique, a Deployment's selector selects its own Pods, every container has a name and an image, and a
 * RuntimeClass gives its node selector, tolerations and overhead to the Pods that name it. Objects that an API server has had
 * already are admitted as they are.
 *
 * <p>Changes the objects it is given.
 */
final class Admission {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final Set<String> EXISTING_NAMESPACES =
            Set.of(DEFAULT_NAMESPACE, "kube-system", "kube-public", "kube-node-lease");

    private final Map<String, RuntimeClass> runtimeClasses = new HashMap<>();
    private final Set<String> namespaces = new HashSet<>(EXISTING_NAMESPACES);
    private final List<ManifestProblem> problems = new ArrayList<>();

    private Admission() {}

    /** Admits all of {@code manifests}; returns what the API server would have refused, in their order. */
    static List<ManifestProblem> admit(List<Manifest> manifests) {
        Admission admission = new Admission();
        for (Manifest manifest : manifests) {
            switch (manifest.object()) {
                case Namespace n -> admission.namespaces.add(n.getMetadata().getName());
                case RuntimeClass r ->
                    admission.runtimeClasses.put(r.getMetadata().getName(), r);
                default -> {}
            }
        }
        Map<String, Manifest> seen = new HashMap<>();
        for (Manifest manifest : manifests) {
            admission.admit(manifest);
            HasMetadata object = manifest.object();
            String identity = object.getKind() + " "
                    + Objects.requireNonNullElse(object.getMetadata().getNamespace(), "") + "/"
                    + object.getMetadata().getName();
            Manifest first = seen.putIfAbsent(identity, manifest);
            if (first != null) {
                admission.problem(
                        manifest,
                        "%s %s is already defined at %s:%d"
                                .formatted(
                                        object.getKind(), object.getMetadata().getName(), first.file(), first.line()));
            }
        }
        return List.copyOf(admission.problems);
    }

    private void admit(Manifest manifest) {
        HasMetadata object = manifest.object();
        if (object instanceof Namespaced) {
            if (object.getMetadata().getNamespace() == null) {
                object.getMetadata().setNamespace(DEFAULT_NAMESPACE);
            }
            String namespace = object.getMetadata().getNamespace();
            if (!manifest.observed() && !namespaces.contains(namespace)) {
                problem(manifest, "namespace `%s` is not defined in the folder: add a Namespace".formatted(namespace));
            }
        }
        switch (object) {
            case Pod pod -> admit(manifest, pod.getSpec(), "spec");
            case Deployment deployment when manifest.observed() -> {}
            case Deployment deployment -> admit(manifest, deployment);
            case Node node
            when node.getStatus() != null ->
                notNegative(manifest, "status.allocatable", node.getStatus().getAllocatable());
            default -> readable(manifest);
        }
    }

    private void readable(Manifest manifest) {
        try {
            Optional<ClusterObject> _ = ObservedObjects.observe(manifest.object(), new ArrayList<>());
        } catch (IllegalArgumentException e) {
            problem(manifest, String.valueOf(e.getMessage()));
        }
    }

    private void admit(Manifest manifest, Deployment deployment) {
        if (deployment.getSpec() == null || deployment.getSpec().getTemplate() == null) {
            problem(manifest, "Deployment without `spec.template`");
            return;
        }
        Map<String, String> wanted = deployment.getSpec().getSelector() == null
                ? Map.of()
                : Objects.requireNonNullElse(deployment.getSpec().getSelector().getMatchLabels(), Map.of());
        Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(
                        deployment.getSpec().getTemplate().getMetadata().getLabels(), Map.of());
        if (wanted.isEmpty() || !labels.entrySet().containsAll(wanted.entrySet())) {
            problem(
                    manifest,
                    "`spec.selector.matchLabels` must select the labels of `spec.template` (%s), found %s"
                            .formatted(new TreeMap<>(labels), new TreeMap<>(wanted)));
        }
        Integer replicas = deployment.getSpec().getReplicas();
        if (replicas != null && (replicas < 0 || replicas > EmbeddedCluster.MAX_REPLICAS)) {
            problem(
                    manifest,
                    "`spec.replicas` is %d; a run takes 0 to %d".formatted(replicas, EmbeddedCluster.MAX_REPLICAS));
        }
        admit(manifest, deployment.getSpec().getTemplate().getSpec(), "spec.template.spec");
    }

    private void admit(Manifest manifest, @org.jspecify.annotations.Nullable PodSpec spec, String path) {
        if (spec == null || spec.getContainers().isEmpty()) {
            problem(manifest, "`" + path + ".containers` must name at least one container");
            return;
        }
        List<Container> all = Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList();
        Set<String> names = new HashSet<>();
        for (Container container : all) {
            if (container.getName() == null || container.getName().isBlank()) {
                problem(manifest, "a container in `" + path + "` has no `name`");
            } else if (!names.add(container.getName())) {
                problem(manifest, "two containers in `" + path + "` are named `" + container.getName() + "`");
            }
            if (container.getImage() == null || container.getImage().isBlank()) {
                problem(manifest, "container `" + container.getName() + "` in `" + path + "` has no `image`");
            }
            if (container.getResources() != null) {
                String where = path + " of container " + container.getName() + ": resources";
                notNegative(
                        manifest, where + ".requests", container.getResources().getRequests());
                notNegative(
                        manifest, where + ".limits", container.getResources().getLimits());
            }
        }
        String runtimeClass = spec.getRuntimeClassName();
        if (runtimeClass != null && !manifest.observed()) {
            RuntimeClass found = runtimeClasses.get(runtimeClass);
            if (found == null) {
                String known = runtimeClasses.keySet().stream().sorted().collect(Collectors.joining(", "));
                problem(
                        manifest,
                        "`%s.runtimeClassName`: no RuntimeClass `%s` in the folder%s"
                                .formatted(path, runtimeClass, known.isEmpty() ? "" : " (there is: " + known + ")"));
            } else {
                apply(manifest, found, spec, path);
            }
        }
    }

    /** As the RuntimeClass admission controller does: kubernetes.io, concepts/containers/runtime-class. */
    private void apply(Manifest manifest, RuntimeClass runtimeClass, PodSpec spec, String path) {
        if (runtimeClass.getOverhead() != null) {
            spec.setOverhead(runtimeClass.getOverhead().getPodFixed());
        }
        if (runtimeClass.getScheduling() == null) {
            return;
        }
        Map<String, String> selector =
                new TreeMap<>(Objects.requireNonNullElse(spec.getNodeSelector(), Map.<String, String>of()));
        Objects.requireNonNullElse(runtimeClass.getScheduling().getNodeSelector(), Map.<String, String>of())
                .forEach((key, value) -> {
                    String own = selector.putIfAbsent(key, value);
                    if (own != null && !own.equals(value)) {
                        problem(
                                manifest,
                                "`%s.nodeSelector` wants %s=%s, but RuntimeClass `%s` wants %s=%s"
                                        .formatted(
                                                path,
                                                key,
                                                own,
                                                runtimeClass.getMetadata().getName(),
                                                key,
                                                value));
                    }
                });
        spec.setNodeSelector(selector);
        var tolerations = new ArrayList<>(spec.getTolerations());
        runtimeClass.getScheduling().getTolerations().stream()
                .filter(t -> !tolerations.contains(t))
                .forEach(tolerations::add);
        spec.setTolerations(tolerations);
    }

    private void notNegative(
            Manifest manifest, String path, @org.jspecify.annotations.Nullable Map<String, Quantity> amounts) {
        new TreeMap<>(Objects.requireNonNullElse(amounts, Map.<String, Quantity>of())).forEach((resource, amount) -> {
            if (amount.getAmount() != null && amount.getAmount().startsWith("-")) {
                problem(manifest, "`%s.%s` is '%s', must not be negative".formatted(path, resource, amount));
            }
        });
    }

    private void problem(Manifest manifest, String message) {
        problems.add(new ManifestProblem(manifest.file(), manifest.line(), message));
    }
}
