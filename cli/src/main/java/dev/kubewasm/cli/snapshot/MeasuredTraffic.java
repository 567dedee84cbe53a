package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.placement.annotations.TrafficAnnotation;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.wit.model.InterfaceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much Pods called through their imports, by what their nodes counted: {@code kube_wasm_link_calls_total} in the text format of
 * Prometheus.
 */
final class MeasuredTraffic {
    private static final String CALLS = "kube_wasm_link_calls_total";
    private static final Pattern SAMPLE = Pattern.compile(CALLS + "\\{(.*)}\\s+(\\S+)(\\s+-?\\d+)?\\s*");
    private static final Pattern LABEL =
            Pattern.compile("\\s*([a-zA-Z_]\\w*)=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"\\s*(?:,|$)");

    private record Pod(String namespace, String name) {}

    /** By consumer, then by interface without version. */
    private final Map<Pod, Map<String, Double>> calls = new HashMap<>();

    private MeasuredTraffic() {}

    /**
     * Reads files, whose samples add up.
     *
     * @throws UnusableInputException if one can't be read, has a sample that is no sample, or has none
     */
    static MeasuredTraffic read(List<Path> files) {
        MeasuredTraffic traffic = new MeasuredTraffic();
        files.forEach(traffic::read);
        return traffic;
    }

    private void read(Path file) {
        int number = 0;
        boolean any = false;
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                if (line.startsWith(CALLS)) {
                    add(line, file + ":" + number);
                    any = true;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableInputException(file + ": can't be read: " + e.getMessage(), e);
        }
        if (!any) {
            throw new UnusableInputException(
                    file + ": has no " + CALLS + ": is it what a runtime node publishes at :10352/q/metrics?");
        }
    }

    private void add(String line, String where) {
        Matcher sample = SAMPLE.matcher(line);
        Map<String, String> labels = sample.matches() ? labels(sample.group(1)) : Map.of();
        Optional<String> namespace = label(labels, "namespace");
        Optional<String> pod = label(labels, "pod");
        Optional<InterfaceName> imported = label(labels, "import").flatMap(InterfaceName::parse);
        if (namespace.isEmpty() || pod.isEmpty() || imported.isEmpty()) {
            throw new UnusableInputException(where + ": expected " + CALLS
                    + "{namespace=\"…\",pod=\"…\",import=\"NAMESPACE:PACKAGE/INTERFACE\",…} NUMBER");
        }
        calls.computeIfAbsent(new Pod(namespace.get(), pod.get()), _ -> new TreeMap<>())
                .merge(imported.get().unversioned(), number(sample.group(2), where), Double::sum);
    }

    /** Prometheus calls it exported where the label of the one that was scraped has that name. */
    private static Optional<String> label(Map<String, String> labels, String name) {
        return Optional.ofNullable(labels.getOrDefault("exported_" + name, labels.get(name)));
    }

    /** None if that isn't labels alone. */
    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length() && label.find(end) && label.start() == end) {
            // As written: names of Pods and interfaces have nothing that would be escaped.
            labels.put(label.group(1), label.group(2));
            end = label.end();
        }
        return end == text.length() ? labels : Map.of();
    }

    private static double number(String text, String where) {
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new UnusableInputException(where + ": '" + text + "' is no number of calls");
    }

    /**
     * Writes annotation {@code kube-wasm/traffic} of Pods, the same to all of one controller, in the place of what is stated: of the most
     * called import of all the largest weight, of the others their share of it. Pods whose imports nobody called keep theirs.
     *
     * @param objects of a snapshot
     * @return how many Pods were annotated
     */
    int annotate(JsonNode objects) {
        Map<String, Map<String, Double>> byController = new HashMap<>();
        for (JsonNode object : objects) {
            if (isPod(object)) {
                calls.getOrDefault(new Pod(namespace(object), name(object)), Map.of())
                        .forEach((imported, count) -> byController
                                .computeIfAbsent(controller(object), _ -> new TreeMap<>())
                                .merge(imported, count, Double::sum));
            }
        }
        double most = byController.values().stream()
                .flatMap(imports -> imports.values().stream())
                .mapToDouble(count -> count)
                .max()
                .orElse(0);
        int annotated = 0;
        for (JsonNode object : objects) {
            String weights =
                    isPod(object) ? weights(byController.getOrDefault(controller(object), Map.of()), most) : "";
            if (!weights.isEmpty()) {
                ((ObjectNode) object).withObject("/metadata/annotations").put(TrafficAnnotation.KEY, weights);
                annotated++;
            }
        }
        return annotated;
    }

    private static String weights(Map<String, Double> imports, double most) {
        return imports.entrySet().stream()
                .filter(calls -> calls.getValue() > 0)
                .map(calls -> calls.getKey() + "=" + Math.max(1, Math.round(LinkTraffic.MAX * calls.getValue() / most)))
                .collect(Collectors.joining(","));
    }

    private static boolean isPod(JsonNode object) {
        return object.path("kind").asText().equals("Pod");
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** Of the Pod, or the Pod itself. */
    private static String controller(JsonNode pod) {
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return namespace(pod) + "/" + owner.path("kind").asText() + "/"
                        + owner.path("name").asText();
            }
        }
        return namespace(pod) + "/Pod/" + name(pod);
    }
}
