package dev.kubewasm.runtime;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The components kept beside the tests, compiled once for each engine. */
public final class TestComponents {
    /** The interface that {@code provider} exports and {@code consumer} imports. */
    public static final String COUNTER = "kube:test/counter";

    private static final Map<TestEngine, TestComponents> BY_ENGINE = new EnumMap<>(TestEngine.class);

    private final ComponentRuntime runtime;
    private final CompiledComponent provider;
    private final CompiledComponent consumer;
    private final CompiledComponent guest;

    private TestComponents(Engine engine) {
        this.runtime = ComponentRuntime.builder().engine(engine).build();
        this.provider = compile("provider");
        this.consumer = compile("consumer");
        this.guest = compile("guest");
    }

    /** The components on that engine. */
    public static synchronized TestComponents on(TestEngine engine) {
        return BY_ENGINE.computeIfAbsent(engine, e -> new TestComponents(e.open()));
    }

    /** The component {@code component/NAME.wasm}, decoded. */
    public static ResolvedComponent resolve(String name) {
        return ComponentTypes.resolve(ComponentDecoder.decode(Fixtures.bytes("component/" + name + ".wasm")));
    }

    ComponentInstance provider(String name) {
        return instantiate(name, provider, Map.of());
    }

    ComponentInstance consumer(String name, ComponentInstance linked, Duration deadline) {
        return instantiate(name, consumer, Map.of(COUNTER, new ImportSupplier.Link(linked, COUNTER, deadline)));
    }

    ComponentInstance guest(HostInterfaces host) {
        return instantiate("guest", guest, host);
    }

    /** The component of that name, compiled. */
    public CompiledComponent compile(String name) {
        return runtime.compile(resolve(name));
    }

    /** An instance of a component whose imports are the host's. */
    public ComponentInstance instantiate(String name, CompiledComponent component, HostInterfaces host) {
        return instantiate(name, component, ImportSupplier.forAll(component.imports(), host, Map.of()));
    }

    ComponentInstance instantiate(String name, CompiledComponent component, Map<String, ImportSupplier> imports) {
        return runtime.instantiate(
                name, component, imports, HostContext.builder().build(), InstanceLimits.DEFAULT);
    }

    CompiledComponent consumer() {
        return consumer;
    }

    /** Calls a function; its result, or {@code null} spelt as u32 0 for one without. */
    static Val call(ComponentInstance instance, String function, Val... args) {
        return instance.function(function)
                .orElseThrow(() -> new AssertionError(instance + " has no " + function))
                .call(Arrays.asList(args))
                .orElse(new Val.U32(0));
    }

    static Val u32(long value) {
        return new Val.U32(value);
    }
}
