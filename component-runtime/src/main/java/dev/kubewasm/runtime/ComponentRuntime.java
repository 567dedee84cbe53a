package dev.kubewasm.runtime;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.link.Instantiation;
import dev.kubewasm.runtime.link.LinkPlan;
import dev.kubewasm.runtime.link.LinkPlanBuilder;
import dev.kubewasm.runtime.link.LinkedExports;
import dev.kubewasm.runtime.link.ResolvedImports;
import dev.kubewasm.runtime.meter.CpuClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs components: compiles them, instantiates them, links one to another.
 *
 * <pre>{@code
 * try (ComponentRuntime runtime = ComponentRuntime.builder().codeCache(folder).build()) {
 *     CompiledComponent compiled = runtime.compile(component);
 *     ComponentInstance instance = runtime.instantiate(
 *             "catalog", compiled, ImportSupplier.forAll(compiled.imports(), host, Map.of()), context, limits);
 *     Optional<Val> result = instance.function("example:pricing/catalog#lookup").orElseThrow().call(args);
 * }
 * }</pre>
 *
 * Safe for use by several threads.
 */
public final class ComponentRuntime implements AutoCloseable {
    private final Engine engine;
    private final CallDeadlines deadlines = new CallDeadlines();
    private final Map<HostResourceType<?>, ResourceType> hostResources = new ConcurrentHashMap<>();

    private ComponentRuntime(Engine engine) {
        this.engine = engine;
    }

    /** Begins a runtime on the default engine. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Plans the linking of a component and compiles its core modules, or finds them in the code cache.
     *
     * @param component decoded and validated
     * @throws UnsupportedFeatureException if it uses what this runtime doesn't have
     * @throws CoreModuleException if a core module is invalid or needs what the engine doesn't have
     */
    public CompiledComponent compile(ResolvedComponent component) {
        LinkPlan plan = LinkPlanBuilder.build(component);
        List<CoreModule> modules = new ArrayList<>();
        for (int i = 0; i < plan.modules().size(); i++) {
            try {
                modules.add(engine.compile(plan.modules().get(i).wasm().toByteArray()));
            } catch (CoreModuleException e) {
                throw new CoreModuleException("core module " + i + ": " + e.getMessage(), e);
            }
        }
        return new CompiledComponent(plan, modules);
    }

    /**
     * Instantiates a component.
     *
     * @param name of the instance, for messages: {@code default/catalog-7d9f/calc}
     * @param component compiled by this runtime
     * @param imports a supplier for each of {@link CompiledComponent#imports()}; others are ignored
     * @param context what host functions let the instance use
     * @param limits what it may have
     * @throws LinkException if imports aren't satisfied: lists all problems
     * @throws Trap if a start function traps
     * @throws CoreModuleException if it can't be instantiated within the limits
     */
    public ComponentInstance instantiate(
            String name,
            CompiledComponent component,
            Map<String, ImportSupplier> imports,
            HostContext context,
            InstanceLimits limits) {
        long began = CpuClock.nanos();
        InstanceStore store = new InstanceStore(name, limits);
        ResourceTable resources = new ResourceTable(component.plan().resourceCount());
        InstanceLinks.Resolvers resolvers = (suppliers, types) ->
                new ImportResolver(this::hostResource, component, suppliers, context, types, store);
        Map<InstanceLinks, Integer> seen = InstanceLinks.changesOf(imports);
        ResolvedImports resolved = resolvers.of(imports, resources).resolve();
        try {
            LinkedExports exports = Instantiation.run(
                    component.plan(), component.modules(), store, resolved, resources, component.codecs());
            InstanceLinks links = new InstanceLinks(name, component, exports.links(), resolvers, imports, seen);
            store.cpu().used(CpuClock.nanos() - began);
            return new ComponentInstance(name, store, exports, deadlines, links);
        } catch (Throwable t) {
            // Start functions may have taken resources of the host and of providers.
            store.close();
            throw t;
        }
    }

    /**
     * Runs work that enters components (instantiates, calls, drops) on this thread, and ends what they do with a trap of
     * kind {@link Trap.Kind#INTERRUPTED} when it takes longer than {@code deadline}.
     */
    public <T> T within(Duration deadline, Supplier<T> work) {
        return deadlines.within(deadline, work);
    }

    private ResourceType hostResource(HostResourceType<?> type) {
        return hostResources.computeIfAbsent(type, ResourceType::ofHost);
    }

    /** Ends the runtime's threads and the engine. Instances are closed by those who made them. */
    @Override
    public void close() {
        deadlines.close();
        engine.close();
    }

    /** Settings of a runtime. */
    public static final class Builder {
        private Optional<Path> codeCache = Optional.empty();
        private Function<Optional<Path>, Engine> engine = cache -> Engines.open(Engines.ENDIVE, cache);

        private Builder() {}

        /**
         * Keeps compiled code in a folder, which is made if it isn't there. It must belong to the user alone: what is in
         * it is run.
         */
        public Builder codeCache(Path folder) {
            codeCache = Optional.of(folder);
            return this;
        }

        /** Runs core modules on another engine, which the runtime closes. It keeps compiled code where it likes. */
        public Builder engine(Engine value) {
            engine = cache -> value;
            return this;
        }

        /** Runs core modules on the engine of that name, one of {@link Engines#NAMES}. */
        public Builder engine(String name) {
            engine = cache -> Engines.open(name, cache);
            return this;
        }

        /**
         * The runtime.
         *
         * @throws IllegalArgumentException if there is no engine of the name given
         * @throws dev.kubewasm.runtime.engine.EngineUnavailableException if it can't be used on this machine; the message
         *     says what to do
         */
        public ComponentRuntime build() {
            return new ComponentRuntime(engine.apply(codeCache));
        }
    }
}
