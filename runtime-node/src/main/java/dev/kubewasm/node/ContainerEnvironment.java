package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables and the command line of a container, as the kubelet makes them: {@code env} over
 * {@code envFrom}, ConfigMap and field references, {@code $(NAME)} in values and arguments.
 *
 * @param variables in their order
 * @param arguments the command line; the container's name first where the Pod gives no command
 * @param problems references that can't be followed, each naming its field; the container can't start unless empty
 */
record ContainerEnvironment(Map<String, String> variables, List<String> arguments, List<String> problems) {
    /** {@code $(NAME)}; {@code $$} stands for one {@code $}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\)");

    /**
     * The environment of {@code container} of {@code pod}.
     *
     * @param configMaps finds a ConfigMap of the Pod's namespace by its name
     */
    static ContainerEnvironment of(Pod pod, Container container, Function<String, Optional<ConfigMap>> configMaps) {
        Builder builder = new Builder(pod, container, configMaps);
        container.getEnvFrom().forEach(builder::addAll);
        container.getEnv().forEach(builder::add);
        return builder.build();
    }

    private static final class Builder {
        private final Pod pod;
        private final Container container;
        private final Function<String, Optional<ConfigMap>> configMaps;
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Builder(Pod pod, Container container, Function<String, Optional<ConfigMap>> configMaps) {
            this.pod = pod;
            this.container = container;
            this.configMaps = configMaps;
        }

        void addAll(EnvFromSource source) {
            ConfigMapEnvSource ref = source.getConfigMapRef();
            if (ref == null) {
                problem("envFrom: only configMapRef is supported by this node");
                return;
            }
            Optional<ConfigMap> map = configMaps.apply(ref.getName());
            if (map.isEmpty() && !Boolean.TRUE.equals(ref.getOptional())) {
                problem("envFrom: no ConfigMap `" + ref.getName() + "` in the namespace");
            }
            String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
            map.map(ConfigMap::getData).ifPresent(data -> data.forEach((k, v) -> variables.put(prefix + k, v)));
        }

        void add(EnvVar variable) {
            EnvVarSource from = variable.getValueFrom();
            if (from == null) {
                variables.put(variable.getName(), expand(Objects.requireNonNullElse(variable.getValue(), "")));
            } else if (from.getConfigMapKeyRef() != null) {
                fromConfigMap(variable.getName(), from.getConfigMapKeyRef());
            } else if (from.getFieldRef() != null) {
                fromField(variable.getName(), from.getFieldRef().getFieldPath());
            } else {
                problem("env `" + variable.getName()
                        + "`: only value, configMapKeyRef and fieldRef are supported by this node");
            }
        }

        private void fromConfigMap(String name, ConfigMapKeySelector ref) {
            Optional<String> value = configMaps
                    .apply(ref.getName())
                    .flatMap(m -> Optional.ofNullable(m.getData()))
                    .flatMap(data -> Optional.ofNullable(data.get(ref.getKey())));
            value.ifPresent(v -> variables.put(name, v));
            if (value.isEmpty() && !Boolean.TRUE.equals(ref.getOptional())) {
                problem("env `%s`: no key `%s` in ConfigMap `%s`".formatted(name, ref.getKey(), ref.getName()));
            }
        }

        private void fromField(String name, String path) {
            Optional<String> value =
                    switch (path) {
                        case "metadata.name" -> Optional.of(pod.getMetadata().getName());
                        case "metadata.namespace" ->
                            Optional.of(pod.getMetadata().getNamespace());
                        case "metadata.uid" ->
                            Optional.ofNullable(pod.getMetadata().getUid());
                        case "spec.nodeName" ->
                            Optional.ofNullable(pod.getSpec().getNodeName());
                        case "spec.serviceAccountName" ->
                            Optional.of(Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default"));
                        default -> keyed(path);
                    };
            value.ifPresentOrElse(
                    v -> variables.put(name, v),
                    () -> problem("env `" + name + "`: fieldRef `" + path + "` is not supported by this node"));
        }

        /** {@code metadata.labels['KEY']} and {@code metadata.annotations['KEY']}; a key that isn't there is empty. */
        private Optional<String> keyed(String path) {
            for (String field : List.of("metadata.labels", "metadata.annotations")) {
                if (path.startsWith(field + "['") && path.endsWith("']")) {
                    String key = path.substring(field.length() + 2, path.length() - 2);
                    Map<String, String> map = field.endsWith("labels")
                            ? pod.getMetadata().getLabels()
                            : pod.getMetadata().getAnnotations();
                    return Optional.of(map == null ? "" : map.getOrDefault(key, ""));
                }
            }
            return Optional.empty();
        }

        private String expand(String value) {
            return REFERENCE
                    .matcher(value)
                    .replaceAll(m -> Matcher.quoteReplacement(
                            m.group(1) == null ? "$" : variables.getOrDefault(m.group(1), m.group())));
        }

        private void problem(String text) {
            problems.add("container `" + container.getName() + "`: " + text);
        }

        ContainerEnvironment build() {
            List<String> arguments = new ArrayList<>();
            if (container.getCommand().isEmpty()) {
                arguments.add(container.getName());
            }
            container.getCommand().forEach(c -> arguments.add(expand(c)));
            container.getArgs().forEach(a -> arguments.add(expand(a)));
            return new ContainerEnvironment(
                    java.util.Collections.unmodifiableMap(variables), List.copyOf(arguments), List.copyOf(problems));
        }
    }
}
