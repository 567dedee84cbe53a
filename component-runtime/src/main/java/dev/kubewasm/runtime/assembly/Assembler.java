package dev.kubewasm.runtime.assembly;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.LinkProblem;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.model.InterfaceName;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * Puts components in files together: each file is compiled once, as long as memory allows, and instantiated once for each
 * {@link Assembly} that needs it. Not thread-safe.
 */
public final class Assembler {
    private final ComponentRuntime runtime;
    private final HostInterfaces host;
    private final Settings settings;

    /** Given up when memory is short: compiled code is large, and a code cache brings it back. */
    private final Map<Path, SoftReference<CompiledComponent>> compiled = new HashMap<>();

    private final Map<Path, RuntimeException> refused = new HashMap<>();

    /**
     * What instances get.
     *
     * @param contexts makes the context of each instance
     * @param limits of each instance
     * @param deadline how long instantiating one of them may take, and a call wait for a busy provider
     */
    public record Settings(Supplier<HostContext> contexts, InstanceLimits limits, Duration deadline) {}

    /** {@code host} supplies whatever isn't linked. */
    public Assembler(ComponentRuntime runtime, HostInterfaces host, Settings settings) {
        this.runtime = runtime;
        this.host = host;
        this.settings = settings;
    }

    /**
     * The component in a file, compiled when it is first asked for.
     *
     * @throws IOException if the file can't be read
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it is no valid component
     * @throws dev.kubewasm.runtime.failure.UnsupportedFeatureException if it uses what this runtime doesn't have
     * @throws dev.kubewasm.runtime.engine.CoreModuleException if a core module can't be compiled
     */
    public CompiledComponent compile(Path file) throws IOException {
        RuntimeException problem = refused.get(file);
        if (problem != null) {
            throw problem;
        }
        SoftReference<CompiledComponent> kept = compiled.get(file);
        CompiledComponent known = kept == null ? null : kept.get();
        if (known != null) {
            return known;
        }
        byte[] binary = ComponentFiles.read(file);
        try {
            CompiledComponent made = runtime.compile(ComponentTypes.resolve(ComponentDecoder.decode(binary)));
            compiled.put(file, new SoftReference<>(made));
            return made;
        } catch (RuntimeException e) {
            refused.put(file, e);
            throw e;
        }
    }

    /**
     * Instantiates {@code root} and, once each, the components that it and those it needs are linked to.
     *
     * @param root the component to be called
     * @param links for an interface, with or without version, the component whose export serves everything that imports it
     * @throws LinkException if an import can't be satisfied
     * @throws dev.kubewasm.runtime.failure.Trap if a start function traps, or takes too long
     * @throws IOException and the exceptions of {@link #compile}
     */
    public Assembly assemble(Path root, Map<String, Path> links) throws IOException {
        Making making = new Making(links);
        try {
            making.instance(root);
            return new Assembly(List.copyOf(making.instances.values()));
        } catch (IOException | RuntimeException | Error e) {
            new Assembly(List.copyOf(making.instances.values())).close();
            throw e;
        }
    }

    /** One assembly while it is made. */
    private final class Making {
        private final Map<String, Path> links;
        private final SequencedMap<Path, ComponentInstance> instances = new LinkedHashMap<>();
        private final List<Path> unfinished = new ArrayList<>();

        Making(Map<String, Path> links) {
            this.links = links;
        }

        ComponentInstance instance(Path file) throws IOException {
            ComponentInstance known = instances.get(file);
            if (known != null) {
                return known;
            }
            CompiledComponent component = compile(file);
            unfinished.add(file);
            Map<String, ImportSupplier.Link> found = new HashMap<>();
            for (String wanted : component.imports()) {
                String asked = component.wanted(wanted);
                Optional<Path> provider = linked(wanted).or(() -> linked(asked));
                if (provider.isPresent()) {
                    found.put(wanted, link(asked, provider.get()));
                }
            }
            unfinished.removeLast();
            ComponentInstance made = runtime.within(
                    settings.deadline(),
                    () -> runtime.instantiate(
                            file.getFileName().toString(),
                            component,
                            ImportSupplier.forAll(component.imports(), host, found),
                            settings.contexts().get(),
                            settings.limits()));
            instances.put(file, made);
            return made;
        }

        private ImportSupplier.Link link(String wanted, Path provider) throws IOException {
            if (unfinished.contains(provider)) {
                List<String> circle = new ArrayList<>();
                unfinished
                        .subList(unfinished.indexOf(provider), unfinished.size())
                        .forEach(file -> circle.add(file.getFileName().toString()));
                circle.add(circle.getFirst());
                throw new LinkException(List.of(new LinkProblem.Circle(wanted, circle)));
            }
            ComponentInstance instance = instance(provider);
            // Without an export that fits, the import's own name: linking then says what is missing.
            String export = instance.exportFor(wanted).orElse(wanted);
            return new ImportSupplier.Link(instance, export, settings.deadline());
        }

        /** What an import is linked to: by its whole name, by a version on its track, or by its name without version. */
        private Optional<Path> linked(String wanted) {
            Path exactly = links.get(wanted);
            if (exactly != null) {
                return Optional.of(exactly);
            }
            return InterfaceName.parse(wanted).flatMap(name -> links.entrySet().stream()
                    .filter(link -> link.getKey().equals(name.unversioned())
                            || InterfaceName.parse(link.getKey())
                                    .filter(given -> given.satisfies(name))
                                    .isPresent())
                    .map(Map.Entry::getValue)
                    .findFirst());
        }
    }
}
