package dev.kubewasm.runtime;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The components kept beside the tests, compiled once. */
public final class TestComponents {
    /** The interface that {@code provider} exports and {@code consumer} imports. */
    public static final String COUNTER = "kube:test/counter";

    private static final ComponentRuntime RUNTIME = ComponentRuntime.builder().build();
    private static final CompiledComponent PROVIDER = RUNTIME.compile(resolve("provider"));
    private static final CompiledComponent CONSUMER = RUNTIME.compile(resolve("consumer"));
    private static final CompiledComponent GUEST = RUNTIME.compile(resolve("guest"));

    private TestComponents() {}

    /** The component {@code component/NAME.wasm}, decoded. */
    public static ResolvedComponent resolve(String name) {
        return ComponentTypes.resolve(ComponentDecoder.decode(Fixtures.bytes("component/" + name + ".wasm")));
    }

    static ComponentInstance provider(String name) {
        return instantiate(name, PROVIDER, Map.of());
    }

    static ComponentInstance consumer(String name, ComponentInstance provider, Duration deadline) {
        return instantiate(name, CONSUMER, Map.of(COUNTER, new ImportSupplier.Link(provider, COUNTER, deadline)));
    }

    static ComponentInstance guest(HostInterfaces host) {
        return instantiate("guest", GUEST, host);
    }

    static CompiledComponent compile(String name) {
        return RUNTIME.compile(resolve(name));
    }

    static ComponentInstance instantiate(String name, CompiledComponent component, HostInterfaces host) {
        return instantiate(name, component, ImportSupplier.forAll(component.imports(), host, Map.of()));
    }

    static ComponentInstance instantiate(
            String name, CompiledComponent component, Map<String, ImportSupplier> imports) {
        return RUNTIME.instantiate(
                name, component, imports, HostContext.builder().build(), InstanceLimits.DEFAULT);
    }

    static CompiledComponent consumer() {
        return CONSUMER;
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
