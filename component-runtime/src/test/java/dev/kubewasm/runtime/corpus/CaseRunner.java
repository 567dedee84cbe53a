package dev.kubewasm.runtime.corpus;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.corpus.CallCases.Case;
import dev.kubewasm.runtime.corpus.CallCases.Step;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wave.HandleNames;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs cases of the corpus: every component an instance of its own, linked as the case says. */
final class CaseRunner {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ComponentRuntime runtime;
    private final Path base;
    private final HostInterfaces host;
    private final Map<String, CompiledComponent> compiled = new HashMap<>();

    CaseRunner(ComponentRuntime runtime, Path base, HostInterfaces host) {
        this.runtime = runtime;
        this.base = base;
        this.host = host;
    }

    /** What went wrong with a case; empty if it passed. */
    Optional<String> run(Case test) {
        Map<String, ComponentInstance> instances = new LinkedHashMap<>();
        HandleNames handles = HandleNames.numbered();
        try {
            ComponentInstance root = instance(test.component(), test, instances);
            for (int i = 0; i < test.steps().size(); i++) {
                Optional<String> failure = step(root, test.steps().get(i), handles);
                if (failure.isPresent()) {
                    return Optional.of("line " + test.line() + " step " + i + " "
                            + test.steps().get(i) + ": " + failure.get());
                }
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("line " + test.line() + ": " + e);
        } finally {
            instances.values().forEach(ComponentInstance::close);
        }
    }

    private ComponentInstance instance(String file, Case test, Map<String, ComponentInstance> instances) {
        ComponentInstance known = instances.get(file);
        if (known != null) {
            return known;
        }
        CompiledComponent component = compile(file);
        Map<String, ImportSupplier.Link> links = new HashMap<>();
        for (String wanted : component.imports()) {
            String provider = test.links().get(wanted);
            if (provider != null && !provider.equals(file)) {
                links.put(wanted, new ImportSupplier.Link(instance(provider, test, instances), wanted, DEADLINE));
            }
        }
        ComponentInstance made = runtime.instantiate(
                file,
                component,
                ImportSupplier.forAll(component.imports(), host, links),
                HostContext.builder().build(),
                InstanceLimits.DEFAULT);
        instances.put(file, made);
        return made;
    }

    private CompiledComponent compile(String file) {
        return compiled.computeIfAbsent(file, f -> {
            try {
                return runtime.compile(
                        ComponentTypes.resolve(ComponentDecoder.decode(ComponentDecoder.read(base.resolve(f)))));
            } catch (IOException e) {
                throw new UncheckedIOException(f, e);
            }
        });
    }

    private static Optional<String> step(ComponentInstance root, Step step, HandleNames handles) {
        try {
            String got =
                    switch (step) {
                        case Step.Drop drop -> {
                            root.drop(new Val.Own(handles.named(drop.handle()).orElseThrow()));
                            yield "";
                        }
                        case Step.Call call -> call(root, call, handles);
                    };
            if (step.trap()) {
                return Optional.of("returned " + got + " instead of trapping");
            }
            return Optional.of(got).filter(g -> !g.isEmpty());
        } catch (Trap trap) {
            return step.trap() ? Optional.empty() : Optional.of(trap.toString());
        }
    }

    /** The difference between expected and actual result; empty if there is none. */
    private static String call(ComponentInstance root, Step.Call call, HandleNames handles) {
        ExportedFunction function = root.function(call.function()).orElseThrow();
        List<Val> args = new ArrayList<>();
        for (int i = 0; i < call.args().size(); i++) {
            args.add(Wave.parse(
                    call.args().get(i), function.type().params().get(i).type(), handles));
        }
        Optional<Val> result = function.call(args);
        if (result.isEmpty() || call.result().isEmpty()) {
            return result.isEmpty() && call.result().isEmpty() ? "" : "a result or none";
        }
        // Printing gives new handles their names; two texts of the same length may spell the same float.
        ValueType type = function.type().result().orElseThrow();
        String text = Wave.print(result.get(), type, handles);
        return Wave.parse(call.result().get(), type, handles).equals(result.get()) ? "" : text;
    }
}
