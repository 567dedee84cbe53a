package dev.kubewasm.cli.component;

import dev.kubewasm.cli.component.LinkReport.ComponentRow;
import dev.kubewasm.cli.component.LinkReport.LinkRow;
import dev.kubewasm.cli.component.LinkReport.ProblemRow;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.link.PlanText;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.compat.Mismatch;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds which of several components satisfies which import of the others: by interface and semver track, then by the types
 * of all that is imported. What no component exports comes from the host.
 */
final class Linking {
    private final List<Linkable> components;
    private final Map<String, Path> chosen;
    private final HostInterfaces host;
    private final boolean steps;
    private final Map<Linkable, List<LinkRow>> links = new LinkedHashMap<>();
    private final Map<Linkable, Map<String, Linkable>> providers = new LinkedHashMap<>();
    private final List<ProblemRow> problems = new ArrayList<>();

    /** {@code chosen}: for an interface, the file that is to supply it; {@code steps}: whether rows tell the steps. */
    private Linking(List<Linkable> components, Map<String, Path> chosen, HostInterfaces host, boolean steps) {
        this.components = components;
        this.chosen = chosen;
        this.host = host;
        this.steps = steps;
    }

    static LinkReport link(List<Linkable> components, Map<String, Path> chosen, HostInterfaces host, boolean steps) {
        return new Linking(components, chosen, host, steps).report();
    }

    private LinkReport report() {
        for (Linkable component : components) {
            links.put(component, new ArrayList<>());
            providers.put(component, new LinkedHashMap<>());
            component.plan().imports().forEach(wanted -> link(component, wanted));
        }
        Order order = new Order();
        components.forEach(order::visit);
        List<Linkable> ordered = problems.isEmpty() ? List.copyOf(order.done) : components;
        return new LinkReport(
                problems.isEmpty(), ordered.stream().map(this::row).toList(), problems);
    }

    private ComponentRow row(Linkable component) {
        return new ComponentRow(
                component.file().toString(),
                links.getOrDefault(component, List.of()),
                List.copyOf(component.plan().exports().keySet()),
                steps ? PlanText.of(component.plan()).lines().toList() : null);
    }

    private void link(Linkable component, String wanted) {
        List<Linkable> candidates = candidates(component, wanted);
        Optional<InterfaceName> name = component.plan().importedInterface(wanted);
        if (candidates.size() > 1) {
            problem(
                    component,
                    wanted,
                    "several components export it: " + files(candidates) + "; choose one with --link "
                            + name.map(InterfaceName::unversioned).orElse(wanted) + "=FILE");
        } else if (candidates.size() == 1) {
            link(component, wanted, candidates.getFirst());
        } else {
            Optional<HostInterface> supplied = name.flatMap(host::find);
            if (supplied.isPresent()) {
                links(component)
                        .add(new LinkRow(wanted, null, supplied.get().name().toString()));
            } else {
                problem(component, wanted, "no component exports it, nor does the host" + nearMisses(component, name));
            }
        }
    }

    private List<Linkable> candidates(Linkable component, String wanted) {
        List<Linkable> exporting = components.stream()
                .filter(other -> !other.file().equals(component.file())
                        && other.plan()
                                .exportFor(component.plan().wanted(wanted))
                                .isPresent())
                .toList();
        Optional<Path> choice = choice(component, wanted);
        return choice.isEmpty()
                ? exporting
                : exporting.stream()
                        .filter(other -> other.file().equals(choice.get()))
                        .toList();
    }

    private Optional<Path> choice(Linkable component, String wanted) {
        return Optional.ofNullable(chosen.get(wanted)).or(() -> component
                .plan()
                .importedInterface(wanted)
                .flatMap(name -> Optional.ofNullable(chosen.get(name.unversioned()))));
    }

    private void link(Linkable component, String wanted, Linkable provider) {
        String export =
                provider.plan().exportFor(component.plan().wanted(wanted)).orElseThrow();
        Optional<Interface> imported = component.imported(wanted);
        Optional<Interface> exported = provider.exported(export);
        if (imported.isPresent() && exported.isPresent()) {
            for (Mismatch mismatch :
                    Compatibility.check(imported.get(), exported.get()).mismatches()) {
                problem(component, wanted, provider.file() + " exports it with other types: " + mismatch.render());
            }
        }
        links(component).add(new LinkRow(wanted, provider.file().toString(), export));
        providers.getOrDefault(component, new LinkedHashMap<>()).put(wanted, provider);
    }

    private List<LinkRow> links(Linkable component) {
        return links.computeIfAbsent(component, c -> new ArrayList<>());
    }

    /** Exports of the interface in versions that don't serve. */
    private String nearMisses(Linkable component, Optional<InterfaceName> wanted) {
        if (wanted.isEmpty()) {
            return "";
        }
        List<String> found = new ArrayList<>();
        for (Linkable other : components) {
            for (String export : other.plan().exports().keySet()) {
                if (!other.file().equals(component.file())
                        && InterfaceName.parse(export)
                                .filter(e -> e.unversioned().equals(wanted.get().unversioned()))
                                .isPresent()) {
                    found.add(other.file() + " exports " + export);
                }
            }
        }
        return found.isEmpty() ? "" : " (" + String.join(", ", found) + ")";
    }

    private void problem(Linkable component, String wanted, String problem) {
        problems.add(new ProblemRow(component.file().toString(), wanted, problem));
    }

    private static String files(List<Linkable> components) {
        return components.stream().map(c -> c.file().toString()).collect(Collectors.joining(", "));
    }

    /** Providers before those they serve; what can't be ordered so is a problem. */
    private final class Order {
        private final Set<Linkable> done = new LinkedHashSet<>();
        private final Set<Linkable> unfinished = new LinkedHashSet<>();

        void visit(Linkable component) {
            if (done.contains(component)) {
                return;
            }
            unfinished.add(component);
            providers.getOrDefault(component, Map.of()).forEach((wanted, provider) -> {
                if (unfinished.contains(provider)) {
                    List<Linkable> way = new ArrayList<>(unfinished);
                    List<Linkable> circle = new ArrayList<>(way.subList(way.indexOf(provider), way.size()));
                    circle.add(provider);
                    problem(
                            component,
                            wanted,
                            "the components import each other in a circle: "
                                    + circle.stream()
                                            .map(c -> c.file().toString())
                                            .collect(Collectors.joining(" → ")));
                } else {
                    visit(provider);
                }
            });
            unfinished.remove(component);
            done.add(component);
        }
    }
}
