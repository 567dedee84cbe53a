package dev.kubewasm.runtime;

import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.link.ImportLinks;
import dev.kubewasm.runtime.link.ResolvedImports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Who supplies the imports of an instance, and who is linked to it. What a component imports and exports again, or the
 * resources that its exports name, follow its links; so when these change, its consumers' links to it are made again.
 */
final class InstanceLinks {
    /** Resolves imports of the instance among suppliers; sets the resource types that it finds in the table. */
    interface Resolvers {
        ImportResolver of(Map<String, ImportSupplier> suppliers, ResourceTable types);
    }

    private final String instance;
    private final CompiledComponent component;
    private final ImportLinks links;
    private final Resolvers resolvers;
    private volatile Map<String, ImportSupplier> suppliers;
    private final Set<InstanceLinks> consumers =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    /** How often the links were changed. */
    private volatile int changes;

    /**
     * The links of an instance that was made with them.
     *
     * @param instance its name, for messages
     * @param seen the changes of each provider's links before they were resolved ({@link #changesOf})
     */
    InstanceLinks(
            String instance,
            CompiledComponent component,
            ImportLinks links,
            Resolvers resolvers,
            Map<String, ImportSupplier> suppliers,
            Map<InstanceLinks, Integer> seen) {
        this.instance = instance;
        this.component = component;
        this.links = links;
        this.resolvers = resolvers;
        this.suppliers = Map.copyOf(suppliers);
        seen.keySet().forEach(provider -> provider.consumers.add(this));
        if (seen.entrySet().stream().anyMatch(e -> e.getKey().changes != e.getValue())) {
            relink(Map.of());
        }
    }

    /** The providers among {@code suppliers} whose exports may follow their links, and how often those were changed. */
    static Map<InstanceLinks, Integer> changesOf(Map<String, ImportSupplier> suppliers) {
        Map<InstanceLinks, Integer> seen = new LinkedHashMap<>();
        suppliers.values().forEach(supplier -> providers(supplier).forEach(p -> seen.put(p, p.changes)));
        return seen;
    }

    private static List<InstanceLinks> providers(ImportSupplier supplier) {
        return supplier instanceof ImportSupplier.Link link
                ? link.providers().stream()
                        .map(ComponentInstance::links)
                        .filter(provider -> provider.component.exportsFollowImports())
                        .toList()
                : List.of();
    }

    /**
     * Links imports to other providers, and makes the links anew that go to exports which followed their providers' links
     * since.
     *
     * @throws LinkException if {@code given} don't fit: lists all problems, and nothing is changed
     */
    synchronized void relink(Map<String, ImportSupplier> given) {
        refuseCircles(given);
        ImportResolver first = resolvers.of(given, links.resources());
        Map<Integer, ResolvedImports.Function> functions = new LinkedHashMap<>(first.resolveGiven());
        ResourceTable types = first.types();
        Set<String> changed = new LinkedHashSet<>(given.keySet());
        Map<String, ImportSupplier> all = new LinkedHashMap<>(suppliers);
        all.putAll(given);
        suppliers = Map.copyOf(all);
        given.values().forEach(supplier -> providers(supplier).forEach(p -> p.consumers.add(this)));
        for (String name : component.imports()) {
            ImportSupplier supplier = all.get(name);
            if (given.containsKey(name)
                    || supplier == null
                    || providers(supplier).isEmpty()) {
                continue;
            }
            ImportResolver next = resolvers.of(Map.of(name, supplier), types.copy());
            if (resolve(next, functions)) {
                types = next.types();
                changed.add(name);
            }
        }
        links.relink(changed, functions, types);
        changes++;
        List.copyOf(consumers).forEach(consumer -> consumer.relink(Map.of()));
    }

    /**
     * Adds the functions that are found. One that doesn't fit shares resources with a link that still goes to a former
     * provider: it stays as it is until that one is changed too.
     *
     * @return whether all fit
     */
    private static boolean resolve(ImportResolver resolver, Map<Integer, ResolvedImports.Function> functions) {
        try {
            functions.putAll(resolver.resolveGiven());
            return true;
        } catch (LinkException e) {
            return false;
        }
    }

    private void refuseCircles(Map<String, ImportSupplier> given) {
        List<LinkProblem> problems = new ArrayList<>();
        given.forEach((name, supplier) -> {
            List<String> path = new ArrayList<>(List.of(instance));
            if (supplier instanceof ImportSupplier.Link link
                    && link.providers().stream().anyMatch(p -> p.links().leadsTo(this, path))) {
                problems.add(new LinkProblem.Circle(name, path));
            }
        });
        if (!problems.isEmpty()) {
            throw new LinkException(problems);
        }
    }

    /** Whether this is {@code target} or its links lead there; {@code path} has the names on the way added then. */
    private boolean leadsTo(InstanceLinks target, List<String> path) {
        path.add(instance);
        boolean found =
                this == target || currentProviders().stream().anyMatch(provider -> provider.leadsTo(target, path));
        if (!found) {
            path.removeLast();
        }
        return found;
    }

    private List<InstanceLinks> currentProviders() {
        return suppliers.values().stream()
                .filter(ImportSupplier.Link.class::isInstance)
                .flatMap(supplier -> ((ImportSupplier.Link) supplier).providers().stream())
                .map(ComponentInstance::links)
                .toList();
    }
}
