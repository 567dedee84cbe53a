package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.MemoryUnavailableException;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.compat.CompatibilityReport;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Starts one container: image, check of the declared WIT, environment, links, instance; for a command also its run. Every
 * step that can't be done yet leaves the container Waiting with the reason. Shared by the nodes of a process.
 */
public final class ContainerStarter {
    /** The exit code of a command that was told to end (128 + SIGTERM). */
    private static final int STOPPED = 143;

    private final Images images;
    private final ComponentSource worlds;
    private final ComponentRuntime runtime;
    private final HostInterfaces host;
    private final NodeCluster cluster;
    private final Requests requests;
    private final NodeSettings settings;
    private final Optional<PodVolumes> volumes;

    /**
     * A starter.
     *
     * @param images where components come from
     * @param worlds reads the worlds that Pods declare
     * @param runtime instantiates them
     * @param host the interfaces that the node supplies itself
     * @param cluster for ConfigMaps and Secrets
     * @param settings how components run
     */
    public ContainerStarter(
            Images images,
            ComponentSource worlds,
            ComponentRuntime runtime,
            HostInterfaces host,
            NodeCluster cluster,
            NodeSettings settings) {
        this.images = images;
        this.worlds = worlds;
        this.runtime = runtime;
        this.host = host;
        this.cluster = cluster;
        this.requests = new Requests(settings.clock());
        this.settings = settings;
        this.volumes = settings.volumes().map(PodVolumes::new);
    }

    /** Lets go of what was made for a Pod that is gone. */
    void forget(Uid pod) throws IOException {
        if (volumes.isPresent()) {
            volumes.get().remove(pod);
        }
    }

    /** Lets go of what was made for all other Pods. */
    void forgetAllBut(Set<Uid> pods) throws IOException {
        if (volumes.isPresent()) {
            volumes.get().removeAllBut(pods);
        }
    }

    /** Finds the Pods that serve links to a workload on the same node, the chosen one first. */
    interface Providers {
        List<Provider> find(WorkloadRef workload, Optional<PodKey> chosen, Predicate<ComponentInstance> serves);
    }

    /** A running instance of another Pod, or the members of its pool. */
    record Provider(PodFacts pod, List<ComponentInstance> instances) {}

    /** The state that {@code container} is in after an attempt to start it. */
    ContainerState start(PodRun run, ContainerRun container, Providers providers) {
        if (container.isStarting()) {
            return container.tryStarted();
        }
        Optional<ComponentReference> decided = decided(run, container);
        if (decided.isEmpty()) {
            return new ContainerState.Waiting(
                    "ImageMismatch",
                    "image " + container.container().getImage()
                            + " is not the one that the Pod's Binding decided about (annotation "
                            + WiringAnnotation.KEY + ")",
                    false);
        }
        return switch (images.prepare(decided.get(), PullPolicy.of(container.container()))) {
            case Images.Prepared.Unusable(String reason, String message, boolean mayPass) ->
                new ContainerState.Waiting(reason, message, mayPass);
            case Images.Prepared.UnderWay() ->
                new ContainerState.Waiting("ContainerCreating", "its image is being made ready", true);
            case Images.Prepared.Ready ready -> {
                Optional<String> mismatch = declared(container).flatMap(d -> mismatch(d, ready.world()));
                if (mismatch.isPresent()) {
                    run.fail(new PodRun.Failure("WitMismatch", mismatch.get()));
                    yield new ContainerState.Waiting("WitMismatch", mismatch.get(), false);
                }
                yield start(run, container, ready, providers);
            }
        };
    }

    /**
     * The image of {@code container} as the Binding decided about it: by its digest, whatever the tag names by now. Empty if the
     * Pod itself says another digest.
     */
    private static Optional<ComponentReference> decided(PodRun run, ContainerRun container) {
        ComponentReference reference = container.reference().orElseThrow();
        ContainerWiring wiring =
                run.wiring().containers().get(container.container().getName());
        Optional<String> digest = wiring == null ? Optional.empty() : wiring.digest();
        Optional<ImageReference> image = ImageReference.parse(reference.image());
        if (digest.isEmpty() || image.isEmpty()) {
            return Optional.of(reference);
        }
        return Digest.parse(digest.get())
                .filter(d -> image.get().digest().filter(own -> !own.equals(d)).isEmpty())
                .map(d -> reference.withImage(image.get().name() + "@" + d));
    }

    /** What the Pod says that its component's world is, where it says so. */
    private Optional<ComponentSource.Answer> declared(ContainerRun container) {
        return container.reference().filter(r -> r.wit().isPresent()).map(worlds::resolve);
    }

    private static Optional<String> mismatch(ComponentSource.Answer declared, World actual) {
        return switch (declared) {
            case ComponentSource.Answer.Unknown unknown -> Optional.of(unknown.message());
            case ComponentSource.Answer.Component(ComponentFacts facts) -> {
                CompatibilityReport report = Compatibility.check(facts.world(), actual);
                yield report.compatible()
                        ? Optional.empty()
                        : Optional.of(facts.source() + " and the component's binary disagree: " + report.render());
            }
        };
    }

    private ContainerState start(PodRun run, ContainerRun container, Images.Prepared.Ready ready, Providers providers) {
        Pod pod = run.pod();
        String namespace = pod.getMetadata().getNamespace();
        PodObjects objects = PodObjects.of(cluster, requests, namespace);
        ContainerEnvironment environment = ContainerEnvironment.of(pod, container.container(), objects);
        PodVolumes.Mounts mounts = volumes.map(v -> v.mount(pod, container.container(), environment, objects))
                .orElse(new PodVolumes.Mounts(List.of(), List.of()));
        List<String> problems = Stream.concat(environment.problems().stream(), mounts.problems().stream())
                .toList();
        if (!problems.isEmpty()) {
            return new ContainerState.Waiting("CreateContainerConfigError", String.join("; ", problems), true);
        }
        Map<String, ImportSupplier> suppliers = new LinkedHashMap<>();
        List<NodeLink> links = new ArrayList<>();
        for (String imported : ready.component().imports()) {
            Need need = new Need(container, imported, ready.component().wanted(imported));
            switch (supplier(run, need, providers)) {
                case Answer.Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) -> {
                    suppliers.put(imported, supplier);
                    by.ifPresent(b -> links.add(new NodeLink(imported, b)));
                }
                case Answer.NotYet(ContainerState.Waiting waiting) -> {
                    return waiting;
                }
            }
        }
        PodKey key = run.observed().facts().key();
        OutputStream log;
        try {
            log = settings.logs()
                    .open(new NodeSettings.ContainerId(
                            key,
                            run.observed().facts().uid(),
                            container.container().getName(),
                            container.restarts()));
        } catch (IOException e) {
            return new ContainerState.Waiting(
                    "CreateContainerError", "its log can't be opened: " + e.getMessage(), true);
        }
        HostContext.Builder context = HostContext.builder()
                .arguments(environment.arguments())
                .environment(environment.variables())
                .preopens(mounts.preopens())
                .stdout(log)
                .stderr(log);
        Optional.ofNullable(container.container().getWorkingDir()).ifPresent(context::initialDirectory);
        container.pulled(ready.digest(), ready.bytes());
        String name = key + "/" + container.container().getName();
        Members members =
                new Members(name, run.poolSize(), memoryLimit(container), CpuShares.milliCpu(container.container()));
        container.starting(Start.begin(
                () -> started(
                        container.role(),
                        instantiate(members, ready.component(), suppliers, links, context.build()),
                        log),
                settings.background(),
                settings.news()));
        return container.tryStarted();
    }

    /** {@code state}, unless an init container is in it that would never end. */
    private static ContainerState started(ContainerRun.Role role, ContainerState state, OutputStream log) {
        if (state instanceof ContainerState.Running running
                && role == ContainerRun.Role.INIT
                && running.command().isEmpty()) {
            running.stop(Duration.ZERO);
            return new ContainerState.Waiting(
                    "CreateContainerConfigError",
                    "an init container runs to completion: its component must export wasi:cli/run, or the container have"
                            + " restartPolicy Always",
                    false);
        }
        if (!(state instanceof ContainerState.Running)) {
            ContainerState.close(log);
        }
        return state;
    }

    /**
     * The state of a running container after an attempt to link the imports whose providers are gone to others: all of
     * them or none, for they may share resources. Its instances go on running, and keep their state.
     */
    ContainerState relink(PodRun run, ContainerRun container, ContainerState.Running running, Providers providers) {
        List<String> lost = running.lostImports();
        Map<String, ImportSupplier> suppliers = new LinkedHashMap<>();
        List<NodeLink> links = new ArrayList<>(running.links());
        links.removeIf(link -> lost.contains(link.importName()));
        for (String imported : lost) {
            Need need =
                    new Need(container, imported, running.instances().getFirst().wanted(imported));
            switch (supplier(run, need, providers)) {
                case Answer.Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) -> {
                    suppliers.put(imported, supplier);
                    by.ifPresent(b -> links.add(new NodeLink(imported, b)));
                }
                case Answer.NotYet(ContainerState.Waiting waiting) -> {
                    return running.waitingFor(waiting);
                }
            }
        }
        try {
            running.instances().forEach(instance -> instance.relink(suppliers));
        } catch (LinkException e) {
            return new ContainerState.Terminated(1, "IncompatibleLink", String.valueOf(e.getMessage()));
        }
        return running.relinked(suppliers, links);
    }

    /** Who supplies an import, or what it has to wait for. */
    private sealed interface Answer {
        /** A supplier, and how it is shown; empty for an import that stays unlinked. */
        record Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) implements Answer {}

        /** None yet. */
        record NotYet(ContainerState.Waiting waiting) implements Answer {}
    }

    /**
     * An import that needs a supplier.
     *
     * @param container whose it is
     * @param imported its name
     * @param wanted what a provider is asked for ({@link dev.kubewasm.runtime.CompiledComponent#wanted})
     */
    private record Need(ContainerRun container, String imported, String wanted) {}

    private Answer supplier(PodRun run, Need need, Providers providers) {
        String imported = need.imported();
        ContainerWiring wiring =
                run.wiring().containers().get(need.container().container().getName());
        WiredImport wired = wiring == null ? null : wiring.imports().get(imported);
        return switch (wired) {
            case null -> notYet("NotWired", imported, "the Pod's Binding says nothing of it", false);
            case WiredImport.Host() -> hostSupplier(need);
            case WiredImport.Types() ->
                notYet("NotWired", imported, "the Pod's Binding takes it for types alone, but it has functions", false);
            case WiredImport.Nobody() -> unlinked("the Pod's links policy leaves it unlinked");
            case WiredImport.Container(String name) -> siblingSupplier(run, need, name);
            case WiredImport.Provider(WorkloadRef workload, Optional<PodKey> chosen) ->
                providerSupplier(run.observed().facts(), need, workload, chosen, providers);
        };
    }

    private Answer hostSupplier(Need need) {
        return InterfaceName.parse(need.wanted()).flatMap(host::find).isPresent()
                ? new Answer.Supplied(new ImportSupplier.Host(host), Optional.of(new NodeLink.Supplier.Host()))
                : notYet("MissingHostInterface", need.imported(), "this node doesn't supply it", false);
    }

    private Answer siblingSupplier(PodRun run, Need need, String name) {
        Optional<ContainerState.Running> sibling = run.containers().stream()
                .filter(c -> c.container().getName().equals(name))
                .flatMap(c -> c.running().stream())
                .filter(running -> running.gone().isEmpty())
                .findFirst();
        if (sibling.isEmpty()) {
            return notYet("WaitingForContainer", need.imported(), "container `" + name + "` doesn't run yet", true);
        }
        return link(sibling.get().instances(), need, new NodeLink.Supplier.Container(name));
    }

    private Answer providerSupplier(
            PodFacts consumer, Need need, WorkloadRef workload, Optional<PodKey> chosen, Providers providers) {
        Optional<String> refusal = LinkConsent.refusal(consumer, need.imported(), workload);
        if (refusal.isPresent()) {
            return notYet("LinkRefused", need.imported(), refusal.get(), false);
        }
        List<Provider> found =
                providers.find(workload, chosen, i -> i.exportFor(need.wanted()).isPresent());
        Optional<Provider> provider = found.stream()
                .filter(p -> LinkConsent.admits(p.pod(), consumer))
                .findFirst();
        if (provider.isPresent()) {
            return link(
                    provider.get().instances(),
                    need,
                    new NodeLink.Supplier.Provider(provider.get().pod().key()));
        }
        if (!found.isEmpty()) {
            return notYet(
                    "LinkRefused",
                    need.imported(),
                    LinkConsent.notAdmitted(found.getFirst().pod()),
                    true);
        }
        // A preferred link that was decided without a provider on this node.
        if (chosen.isEmpty()) {
            return unlinked("no Pod of " + workload.shortName() + " is on this node");
        }
        return notYet(
                "WaitingForProvider",
                need.imported(),
                "no Pod of " + workload.shortName() + " that exports it is Ready on this node",
                true);
    }

    private Answer link(List<ComponentInstance> providers, Need need, NodeLink.Supplier by) {
        ComponentInstance provider = providers.getFirst();
        return provider.exportFor(need.wanted())
                .<Answer>map(export -> new Answer.Supplied(
                        new ImportSupplier.Link(
                                providers,
                                export,
                                settings.linkDeadline(),
                                Optional.of(need.container().meter(need.imported()))),
                        Optional.of(by)))
                .orElseGet(() -> notYet("NotExported", need.imported(), provider + " doesn't export it", false));
    }

    private static Answer unlinked(String why) {
        return new Answer.Supplied(new ImportSupplier.Unlinked(why), Optional.empty());
    }

    private static Answer notYet(String reason, String imported, String message, boolean retry) {
        return new Answer.NotYet(new ContainerState.Waiting(reason, "import " + imported + ": " + message, retry));
    }

    /**
     * The instances of a container.
     *
     * @param name of the container, for messages
     * @param size how many: more than one are a pool
     * @param memoryLimit of all together, in bytes; of it also follow how many table elements and handles they may have
     * @param milliCpu what it requests of CPU, in thousandths
     */
    private record Members(String name, int size, long memoryLimit, long milliCpu) {
        String name(int member) {
            return size == 1 ? name : name + "[" + member + "]";
        }

        InstanceLimits limits() {
            return InstanceLimits.within(memoryLimit / size);
        }
    }

    private ContainerState instantiate(
            Members members,
            CompiledComponent component,
            Map<String, ImportSupplier> suppliers,
            List<NodeLink> links,
            HostContext context) {
        List<ComponentInstance> instances = new ArrayList<>();
        ContainerState state = instantiate(members, component, suppliers, links, context, instances);
        if (!(state instanceof ContainerState.Running)) {
            instances.forEach(ComponentInstance::close);
        }
        return state;
    }

    private ContainerState instantiate(
            Members members,
            CompiledComponent component,
            Map<String, ImportSupplier> suppliers,
            List<NodeLink> links,
            HostContext context,
            List<ComponentInstance> instances) {
        if (members.size() > 1 && component.functions().keySet().stream().anyMatch(ContainerStarter::isRun)) {
            return new ContainerState.Waiting(
                    "CreateContainerConfigError",
                    "annotation " + InstancesAnnotation.KEY + ": a command runs once and serves nobody: leave it out",
                    false);
        }
        try {
            for (int member = 0; member < members.size(); member++) {
                String name = members.name(member);
                instances.add(runtime.within(
                        settings.startDeadline(),
                        () -> runtime.instantiate(name, component, suppliers, context, members.limits())));
            }
            return new ContainerState.Running(
                    instances,
                    suppliers,
                    links,
                    Optional.empty(),
                    command(instances.getFirst(), members.milliCpu()),
                    context.stdout());
        } catch (LinkException e) {
            return new ContainerState.Waiting("IncompatibleLink", String.valueOf(e.getMessage()), false);
        } catch (ComponentExit e) {
            return new ContainerState.Terminated(e.status(), e.status() == 0 ? "Completed" : "Error", "");
        } catch (CoreModuleException e) {
            return new ContainerState.Waiting(
                    "CreateContainerError", String.valueOf(e.getMessage()), e instanceof MemoryUnavailableException);
        } catch (Trap e) {
            return new ContainerState.Terminated(1, "Error", "it trapped at its start: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return new ContainerState.Waiting(
                    "CreateContainerError", "there is no memory left to start it: " + e.getMessage(), true);
        }
    }

    /** Begins a command's run ({@code wasi:cli/run}) on a thread of its own; empty for a reactor, which waits for calls. */
    private Optional<ContainerState.Command> command(ComponentInstance instance, long milliCpu) {
        return instance.functionNames().stream()
                .filter(ContainerStarter::isRun)
                .findFirst()
                .flatMap(instance::function)
                .map(run -> {
                    CompletableFuture<ContainerState.Terminated> end = new CompletableFuture<>();
                    Thread thread = Thread.ofPlatform()
                            .daemon()
                            .name(instance.name())
                            .start(() -> {
                                end.completeAsync(() -> run(run, milliCpu), Runnable::run);
                                settings.news().run();
                            });
                    return new ContainerState.Command(end, thread);
                });
    }

    private static boolean isRun(String functionName) {
        return functionName.startsWith("wasi:cli/run@") && functionName.endsWith("#run");
    }

    /** Runs a command; whatever it throws ends it and nobody else. */
    private ContainerState.Terminated run(ExportedFunction run, long milliCpu) {
        try {
            if (settings.cpuShares()) {
                CpuShares.take(milliCpu);
            }
            boolean ok = run.call(List.of())
                    .filter(r -> r instanceof Val.ResultVal result && result.ok())
                    .isPresent();
            return ok
                    ? new ContainerState.Terminated(0, "Completed", "")
                    : new ContainerState.Terminated(1, "Error", "its run returned an error");
        } catch (ComponentExit e) {
            return new ContainerState.Terminated(e.status(), e.status() == 0 ? "Completed" : "Error", "");
        } catch (Trap e) {
            // Interrupted in a call, or before it began; the thread isn't where it was for what it called that was
            // ended.
            return Thread.currentThread().isInterrupted()
                    ? new ContainerState.Terminated(STOPPED, "Error", "it was stopped")
                    : new ContainerState.Terminated(1, "Error", "it trapped: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return new ContainerState.Terminated(
                    ContainerRun.KILLED, "OOMKilled", "there was no memory left for it: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            return new ContainerState.Terminated(1, "Error", "it failed: " + e);
        }
    }

    private long memoryLimit(ContainerRun container) {
        return Optional.ofNullable(container.container().getResources())
                .flatMap(r -> Optional.ofNullable(r.getLimits()))
                .flatMap(limits -> Optional.ofNullable(limits.get("memory")))
                .map(Quantity::getAmountInBytes)
                .map(bytes -> bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .orElse(settings.memoryLimit());
    }
}
