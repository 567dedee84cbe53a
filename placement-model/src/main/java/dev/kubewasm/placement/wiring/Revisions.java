package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiringProblem.AbandonsConsumers;
import dev.kubewasm.wit.compat.Mismatch;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses a new revision of a workload that can't serve the consumers that are linked to an old one. Its Pods stay pending and so
 * never become Ready, and a roll-out that waits for that keeps the old ones. A consumer that is being rolled out itself, and whose
 * own new revision the new one serves, doesn't count.
 */
final class Revisions {
    private final Map<Template, PodWiring> wirings;
    private final Map<WorkloadRef, List<Template>> workloads = new LinkedHashMap<>();
    private final Map<Template, Map<Exported, List<AbandonsConsumers.Consumer>>> found = new LinkedHashMap<>();

    /** What a container of a template exports, or should. */
    private record Exported(String container, InterfaceName name) {
        PodWiring.Problem problem(List<AbandonsConsumers.Consumer> consumers) {
            return new PodWiring.Problem(container, name.toString(), new AbandonsConsumers(consumers));
        }
    }

    private Revisions(Map<Template, PodWiring> wirings) {
        this.wirings = wirings;
        wirings.keySet().forEach(template -> workloads
                .computeIfAbsent(template.workload(), w -> new ArrayList<>())
                .add(template));
    }

    /** {@code wirings} with what stands against templates that would replace others. */
    static Map<Template, PodWiring> refuse(Map<Template, PodWiring> wirings) {
        Revisions revisions = new Revisions(wirings);
        if (revisions.workloads.size() == wirings.size()) {
            return wirings;
        }
        wirings.forEach((consumer, wiring) -> wiring.links().stream()
                .filter(link -> link.provider().policy() == LinkPolicy.REQUIRED && bound(consumer))
                .forEach(link -> revisions.abandoned(consumer, link)));
        Map<Template, PodWiring> result = new LinkedHashMap<>(wirings);
        revisions.found.forEach((template, exports) -> {
            List<PodWiring.Problem> problems = new ArrayList<>();
            exports.forEach((exported, consumers) -> problems.add(exported.problem(consumers)));
            result.computeIfPresent(template, (t, wiring) -> wiring.refused(problems));
        });
        return result;
    }

    /** Notes the templates of the provider's workload that would replace those which serve {@code link}, and can't serve it. */
    private void abandoned(Template consumer, PodWiring.Link link) {
        List<Template> revisions = workloads.getOrDefault(link.provider().workload(), List.of());
        if (revisions.stream().noneMatch(t -> serves(t, link) && bound(t))) {
            return;
        }
        InterfaceName name = link.provider().name();
        for (Template revision : revisions) {
            if (!serves(revision, link) && !bound(revision) && !followed(consumer, revision)) {
                Want want = Want.of(consumer, link);
                String container = want.exporter(revision).orElseGet(() -> firstContainer(revision));
                found.computeIfAbsent(revision, r -> new LinkedHashMap<>())
                        .computeIfAbsent(new Exported(container, name), e -> new ArrayList<>())
                        .add(new AbandonsConsumers.Consumer(consumer.workload(), name, want.mismatches(revision)));
            }
        }
    }

    private static String firstContainer(Template template) {
        return template.sample().containers().stream()
                .filter(c -> c.component().isPresent())
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static boolean serves(Template provider, PodWiring.Link link) {
        return !Collections.disjoint(
                provider.members().keySet(), link.provider().pods());
    }

    private static boolean bound(Template template) {
        return template.members().values().stream().anyMatch(Revisions::bound);
    }

    private static boolean bound(PodFacts pod) {
        return pod.occupies() && !pod.state().terminating();
    }

    /** Whether the consumer has a revision of its own that is linked to {@code provider}. */
    private boolean followed(Template consumer, Template provider) {
        return workloads.getOrDefault(consumer.workload(), List.of()).stream()
                .flatMap(template -> wirings.getOrDefault(template, PodWiring.NONE).links().stream())
                .anyMatch(link -> serves(provider, link));
    }

    /** What a link asks of a provider. */
    private record Want(Wirer.Import imported, Interface type) {
        static Want of(Template consumer, PodWiring.Link link) {
            return consumer.sample().containers().stream()
                    .filter(c -> c.name().equals(link.container()))
                    .flatMap(c -> c.component().stream())
                    .flatMap(component -> Stream.ofNullable(
                                    component.world().imports().get(link.imported()))
                            .map(item -> new Want(
                                    Wirer.Import.of(consumer, link.container(), component, link.imported(), item),
                                    ((WorldItem.OfInterface) item).type())))
                    .findFirst()
                    .orElseThrow();
        }

        /** The exports of the interface's name and a version that would do. */
        private Stream<Export> exports(Template provider) {
            return imported.name().stream()
                    .flatMap(name -> provider.exports().getOrDefault(name.unversioned(), List.of()).stream()
                            .filter(export -> export.name().satisfies(name)));
        }

        Optional<String> exporter(Template provider) {
            return exports(provider).map(Export::container).findFirst();
        }

        List<Mismatch> mismatches(Template provider) {
            return exports(provider)
                    .flatMap(export -> Providers.mismatches(imported, type, export).stream())
                    .distinct()
                    .toList();
        }
    }
}
