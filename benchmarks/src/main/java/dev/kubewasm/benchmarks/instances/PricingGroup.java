package dev.kubewasm.benchmarks.instances;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Four components from Rust, of which the last calls the third, and that the first two. */
final class PricingGroup {
    static final String CALCULATOR = "rust-calculator.wasm";
    private static final String CATALOG = "rust-catalog.wasm";
    private static final String DISCOUNTS = "rust-discounts.wasm";
    private static final String STOREFRONT = "rust-storefront-text.wasm";
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final ComponentRuntime runtime;
    private final CompiledComponent catalog;
    private final CompiledComponent discounts;
    private final CompiledComponent calculator;
    private final CompiledComponent storefront;

    /** Reads and compiles the components in a folder. */
    PricingGroup(ComponentRuntime runtime, Path folder) throws IOException {
        this.runtime = runtime;
        this.catalog = compile(runtime, folder.resolve(CATALOG));
        this.discounts = compile(runtime, folder.resolve(DISCOUNTS));
        this.calculator = compile(runtime, folder.resolve(CALCULATOR));
        this.storefront = compile(runtime, folder.resolve(STOREFRONT));
    }

    static CompiledComponent compile(ComponentRuntime runtime, Path file) throws IOException {
        return runtime.compile(ComponentTypes.resolve(ComponentDecoder.decode(Files.readAllBytes(file))));
    }

    /** The calculator alone, its imports left unlinked. */
    static ComponentInstance alone(ComponentRuntime runtime, CompiledComponent calculator) {
        Map<String, ImportSupplier> suppliers = new LinkedHashMap<>();
        calculator.imports().forEach(name -> suppliers.put(name, new ImportSupplier.Unlinked("it runs alone")));
        return runtime.instantiate(
                "calculator", calculator, suppliers, HostContext.builder().build(), InstanceLimits.DEFAULT);
    }

    /** All four, linked; the one that calls the others last. */
    List<ComponentInstance> instantiate() {
        List<ComponentInstance> instances = new ArrayList<>(4);
        Map<String, ImportSupplier.Link> links = new LinkedHashMap<>();
        for (CompiledComponent component : List.of(catalog, discounts, calculator, storefront)) {
            ComponentInstance instance = runtime.instantiate(
                    "pricing" + instances.size(),
                    component,
                    ImportSupplier.forAll(component.imports(), dev.kubewasm.runtime.host.HostInterfaces.NONE, links),
                    HostContext.builder().build(),
                    InstanceLimits.DEFAULT);
            for (String export : component.functions().keySet()) {
                int end = export.indexOf('#');
                if (end > 0) {
                    String name = export.substring(0, end);
                    links.put(name, new ImportSupplier.Link(instance, name, DEADLINE));
                }
            }
            instances.add(instance);
        }
        return instances;
    }
}
