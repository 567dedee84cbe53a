package dev.kubewasm.runtime;

import dev.kubewasm.runtime.abi.ComponentFunction;
import dev.kubewasm.runtime.abi.HostLinkedFunction;
import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.link.LinkPlan.Export;
import dev.kubewasm.runtime.link.LinkPlan.ImportedFunction;
import dev.kubewasm.runtime.link.LinkPlan.ImportedResource;
import dev.kubewasm.runtime.link.LinkedExports;
import dev.kubewasm.runtime.link.ResolvedImports;
import dev.kubewasm.runtime.link.ResolvedImports.Callee;
import dev.kubewasm.runtime.link.TypeComparison;
import dev.kubewasm.runtime.link.TypeComparison.Difference;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds what a component's imports are, among what was given for them, and checks that it fits. */
final class ImportResolver {
    private final Function<HostResourceType<?>, ResourceType> hostResources;
    private final CompiledComponent component;
    private final Map<String, ImportSupplier> suppliers;
    private final HostContext context;
    private final ResourceTable resources;
    private final InstanceStore store;
    private final Set<LinkProblem> problems = new LinkedHashSet<>();

    /** {@code resources} are those of the instance in {@code store}, or a copy; imported ones are set in it. */
    ImportResolver(
            Function<HostResourceType<?>, ResourceType> hostResources,
            CompiledComponent component,
            Map<String, ImportSupplier> suppliers,
            HostContext context,
            ResourceTable resources,
            InstanceStore store) {
        this.hostResources = hostResources;
        this.component = component;
        this.suppliers = suppliers;
        this.context = context;
        this.resources = resources;
        this.store = store;
    }

    ResolvedImports resolve() {
        Map<Integer, ResolvedImports.Resource> foundResources = resources(name -> true);
        Map<Integer, ResolvedImports.Function> foundFunctions = functions(name -> true);
        return new ResolvedImports(List.copyOf(foundFunctions.values()), List.copyOf(foundResources.values()));
    }

    /** The resource types of the instance, with those of the imports that were resolved. */
    ResourceTable types() {
        return resources;
    }

    /** The functions of those imports that something is given for, by their number in the plan; sets their resources. */
    Map<Integer, ResolvedImports.Function> resolveGiven() {
        resources(suppliers::containsKey);
        return functions(suppliers::containsKey);
    }

    private Map<Integer, ResolvedImports.Resource> resources(Predicate<String> wantedImports) {
        Map<Integer, ResolvedImports.Resource> all = new LinkedHashMap<>();
        List<ImportedResource> imported = component.plan().importedResources();
        for (int i = 0; i < imported.size(); i++) {
            ImportedResource wanted = imported.get(i);
            if (wantedImports.test(wanted.importName())) {
                int index = i;
                resource(wanted).ifPresent(found -> {
                    resources.set(wanted.slot(), found.type());
                    all.put(index, found);
                });
            }
        }
        // The types of functions name resources, so they can be compared only when all of those are known.
        stopAtProblems();
        return all;
    }

    private Map<Integer, ResolvedImports.Function> functions(Predicate<String> wantedImports) {
        Map<Integer, ResolvedImports.Function> all = new LinkedHashMap<>();
        List<ImportedFunction> imported = component.plan().importedFunctions();
        for (int i = 0; i < imported.size(); i++) {
            if (wantedImports.test(imported.get(i).importName())) {
                int index = i;
                function(imported.get(i)).ifPresent(found -> all.put(index, found));
            }
        }
        stopAtProblems();
        return all;
    }

    private void stopAtProblems() {
        if (!problems.isEmpty()) {
            throw new LinkException(List.copyOf(problems));
        }
    }

    private <T> Optional<T> problem(LinkProblem problem) {
        problems.add(problem);
        return Optional.empty();
    }

    private Optional<ImportSupplier> supplier(String importName) {
        ImportSupplier supplier = suppliers.get(importName);
        return supplier == null ? problem(new LinkProblem.NoSupplier(importName)) : Optional.of(supplier);
    }

    private Optional<HostInterface> hostInterface(ImportSupplier.Host host, String importName) {
        Optional<HostInterface> found =
                component.plan().importedInterface(importName).flatMap(host.interfaces()::find);
        return found.isPresent() ? found : problem(new LinkProblem.NoHostInterface(importName));
    }

    private Optional<ResolvedImports.Resource> resource(ImportedResource wanted) {
        return supplier(wanted.importName()).flatMap(supplier -> switch (supplier) {
            case ImportSupplier.Host host ->
                hostInterface(host, wanted.importName()).flatMap(i -> hostResource(i, wanted));
            case ImportSupplier.Link link -> linkedResource(link, wanted);
            case ImportSupplier.Unlinked _ -> Optional.of(unlinkedResource(wanted));
        });
    }

    private Optional<ResolvedImports.Resource> hostResource(HostInterface from, ImportedResource wanted) {
        String name = String.join("#", wanted.path());
        return from.resource(name)
                .map(type -> new ResolvedImports.Resource(hostResources.apply(type), Optional.empty()))
                .or(() -> problem(new LinkProblem.MissingItem(wanted.importName(), "resource " + name)));
    }

    private Optional<ResolvedImports.Resource> linkedResource(ImportSupplier.Link link, ImportedResource wanted) {
        if (link.isPool()) {
            return problem(new LinkProblem.ResourceOfPool(wanted.importName(), String.join("#", wanted.path())));
        }
        LinkedExports exports = link.provider().exports();
        return linkedExport(
                        link.provider(), link, wanted.importName(), wanted.path(), "resource", Export.OfResource.class)
                .map(export -> new ResolvedImports.Resource(exports.resource(export), Optional.of(link.deadline())));
    }

    private <T extends Export> Optional<T> linkedExport(
            ComponentInstance provider,
            ImportSupplier.Link link,
            String importName,
            List<String> path,
            String what,
            Class<T> type) {
        LinkedExports exports = provider.exports();
        if (exports.find(link.exportName(), List.of()).isEmpty()) {
            return problem(new LinkProblem.NoExport(importName, provider.name(), link.exportName()));
        }
        return exports.find(link.exportName(), path)
                .filter(type::isInstance)
                .map(type::cast)
                .or(() -> problem(new LinkProblem.MissingItem(importName, what + " " + String.join("#", path))));
    }

    private Optional<ResolvedImports.Function> function(ImportedFunction wanted) {
        return supplier(wanted.importName()).flatMap(supplier -> switch (supplier) {
            case ImportSupplier.Host host ->
                hostInterface(host, wanted.importName()).flatMap(i -> hostFunction(i, wanted));
            case ImportSupplier.Link link -> linkedFunction(link, wanted);
            case ImportSupplier.Unlinked unlinked -> Optional.of(unlinkedFunction(unlinked, wanted));
        });
    }

    private Optional<ResolvedImports.Function> hostFunction(HostInterface from, ImportedFunction wanted) {
        String name = String.join("#", wanted.path());
        Optional<HostInterface.Entry> entry = from.function(name);
        if (entry.isEmpty()) {
            return problem(new LinkProblem.MissingItem(wanted.importName(), "function " + name));
        }
        if (!fits(wanted, entry.get().type(), this::isHostResource, false)) {
            return Optional.empty();
        }
        HostLinkedFunction function = new HostLinkedFunction(
                wanted.displayName(),
                component.codecs().function(wanted.type()),
                resources,
                entry.get().function(),
                context,
                store);
        return Optional.of(
                new ResolvedImports.Function(List.of(callee(function)), Optional.empty(), false, Optional.empty()));
    }

    /** Hosts name resources as their interfaces do. */
    private boolean isHostResource(ResourceId wanted, ResourceId declared) {
        return resources.get(wanted.slot()).name().equals(declared.name());
    }

    private Optional<ResolvedImports.Function> linkedFunction(ImportSupplier.Link link, ImportedFunction wanted) {
        List<Callee> found = new ArrayList<>();
        int problemsBefore = problems.size();
        link.providers().forEach(provider -> found.addAll(linkedFunction(provider, link, wanted)));
        return problems.size() > problemsBefore
                ? Optional.empty()
                : Optional.of(new ResolvedImports.Function(found, Optional.of(link.deadline()), true, link.meter()));
    }

    /** What a provider has for the function, several if it imports it from a pool; empty if that doesn't fit. */
    private List<Callee> linkedFunction(ComponentInstance provider, ImportSupplier.Link link, ImportedFunction wanted) {
        Optional<Export.OfFunction> export =
                linkedExport(provider, link, wanted.importName(), wanted.path(), "function", Export.OfFunction.class);
        if (export.isEmpty()) {
            return List.of();
        }
        List<Callee> found = provider.exports().callees(export.get());
        ComponentFunction function = found.getFirst().function();
        ResourceTable theirs = function.resources();
        BiPredicate<ResourceId, ResourceId> same = (a, b) -> resources.get(a.slot()) == theirs.linked(b.slot());
        return fits(wanted, function.abi().type(), same, true) ? found : List.of();
    }

    private static Callee callee(ComponentFunction function) {
        return new Callee(function, List.of());
    }

    /** A resource that nobody makes: no handle to it ever comes in. */
    private static ResolvedImports.Resource unlinkedResource(ImportedResource wanted) {
        HostResourceType<Object> nobodys =
                HostResourceType.of(String.join("#", wanted.path()), Object.class, object -> {});
        return new ResolvedImports.Resource(ResourceType.ofHost(nobodys), Optional.empty());
    }

    private ResolvedImports.Function unlinkedFunction(ImportSupplier.Unlinked unlinked, ImportedFunction wanted) {
        HostFunction trap = (caller, args) -> {
            throw new Trap(Trap.Kind.NOT_LINKED, wanted.displayName() + " is not linked: " + unlinked.why());
        };
        HostLinkedFunction function = new HostLinkedFunction(
                wanted.displayName(), component.codecs().function(wanted.type()), resources, trap, context, store);
        return new ResolvedImports.Function(List.of(callee(function)), Optional.empty(), true, Optional.empty());
    }

    private boolean fits(
            ImportedFunction wanted, FuncType found, BiPredicate<ResourceId, ResourceId> same, boolean paramNames) {
        Optional<Difference> difference = new TypeComparison(same, paramNames).function(wanted.type(), found);
        difference.ifPresent(d -> problems.add(new LinkProblem.TypeMismatch(
                wanted.importName(), String.join("#", wanted.path()), d.path(), d.expected(), d.found())));
        return difference.isEmpty();
    }
}
