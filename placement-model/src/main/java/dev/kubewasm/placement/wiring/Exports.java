package dev.kubewasm.placement.wiring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who exports an interface: by its name without version and by namespace, so that a search stays in its own. */
final class Exports {
    private final Map<String, Map<String, Set<Template>>> byNamespace = new HashMap<>();
    private final Map<String, Set<Template>> openToOthers = new HashMap<>();

    /** Takes in a template whose Pods can provide now. */
    void add(Template template) {
        for (String name : template.exports().keySet()) {
            byNamespace
                    .computeIfAbsent(name, n -> new HashMap<>())
                    .computeIfAbsent(template.workload().namespace(), n -> new LinkedHashSet<>())
                    .add(template);
            if (!template.openTo().isEmpty()) {
                openToOthers.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(template);
            }
        }
    }

    /** Lets a template go, or one none of whose Pods can provide any more. */
    void remove(Template template) {
        for (String name : template.exports().keySet()) {
            byNamespace.computeIfPresent(name, (n, namespaces) -> {
                namespaces.computeIfPresent(
                        template.workload().namespace(), (ns, templates) -> without(templates, template));
                return namespaces.isEmpty() ? null : namespaces;
            });
            openToOthers.computeIfPresent(name, (n, templates) -> without(templates, template));
        }
    }

    private static @Nullable Set<Template> without(Set<Template> templates, Template template) {
        templates.remove(template);
        return templates.isEmpty() ? null : templates;
    }

    /** The exports of an interface that Pods of {@code namespace} may link to, consumers' labels aside. */
    List<Export> reachable(String name, String namespace) {
        Set<Template> templates =
                new LinkedHashSet<>(byNamespace.getOrDefault(name, Map.of()).getOrDefault(namespace, Set.of()));
        templates.addAll(openToOthers.getOrDefault(name, Set.of()));
        return exports(templates, name);
    }

    /** All exports of an interface. */
    List<Export> all(String name) {
        Set<Template> templates = new LinkedHashSet<>();
        byNamespace.getOrDefault(name, Map.of()).values().forEach(templates::addAll);
        return exports(templates, name);
    }

    /** In the order of the templates' first Pods, whatever order they came in. */
    private static List<Export> exports(Collection<Template> templates, String name) {
        List<Template> ordered = new ArrayList<>(templates);
        ordered.sort(Comparator.comparing(template -> template.sample().key()));
        List<Export> exports = new ArrayList<>();
        ordered.forEach(template -> exports.addAll(template.exports().getOrDefault(name, List.of())));
        return exports;
    }
}
