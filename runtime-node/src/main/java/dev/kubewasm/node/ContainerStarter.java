package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.compat.CompatibilityReport;
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
import java.util.stream.Stream;

/**
 * Starts one container: image, check of the declared WIT, environment, links, instance; for a command also its run. Every
 * step that can't be done yet leaves the container Waiting with the reason. Shared by the nodes of a process.
 */
public final class ContainerStarter {
    private final Images images;
    private final ComponentSource worlds;
    private final ImportSuppliers suppliers;
    private final ContainerInstances instances;
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
        this.suppliers = new ImportSuppliers(host, settings.linkDeadline());
        this.instances = new ContainerInstances(runtime, settings);
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

    /** The state that {@code container} is in after an attempt to start it. */
    ContainerState start(PodRun run, ContainerRun container, ImportSuppliers.Providers providers) {
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

    private ContainerState start(
            PodRun run, ContainerRun container, Images.Prepared.Ready ready, ImportSuppliers.Providers providers) {
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
        Map<String, ImportSupplier> supplied = new LinkedHashMap<>();
        List<NodeLink> links = new ArrayList<>();
        for (String imported : ready.component().imports()) {
            ImportSuppliers.Need need = new ImportSuppliers.Need(
                    container, imported, ready.component().wanted(imported));
            switch (suppliers.of(run, need, providers)) {
                case ImportSuppliers.Answer.Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) -> {
                    supplied.put(imported, supplier);
                    by.ifPresent(b -> links.add(new NodeLink(imported, b)));
                }
                case ImportSuppliers.Answer.NotYet(ContainerState.Waiting waiting) -> {
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
        ContainerInstances.Members members = new ContainerInstances.Members(
                name, run.poolSize(), memoryLimit(container), CpuShares.milliCpu(container.container()));
        container.starting(Start.begin(
                () -> started(
                        container.role(),
                        instances.instantiate(members, ready.component(), supplied, links, context.build()),
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
    ContainerState relink(
            PodRun run, ContainerRun container, ContainerState.Running running, ImportSuppliers.Providers providers) {
        List<String> lost = running.lostImports();
        Map<String, ImportSupplier> supplied = new LinkedHashMap<>();
        List<NodeLink> links = new ArrayList<>(running.links());
        links.removeIf(link -> lost.contains(link.importName()));
        for (String imported : lost) {
            ImportSuppliers.Need need = new ImportSuppliers.Need(
                    container, imported, running.instances().getFirst().wanted(imported));
            switch (suppliers.of(run, need, providers)) {
                case ImportSuppliers.Answer.Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) -> {
                    supplied.put(imported, supplier);
                    by.ifPresent(b -> links.add(new NodeLink(imported, b)));
                }
                case ImportSuppliers.Answer.NotYet(ContainerState.Waiting waiting) -> {
                    return running.waitingFor(waiting);
                }
            }
        }
        try {
            running.instances().forEach(instance -> instance.relink(supplied));
        } catch (LinkException e) {
            return new ContainerState.Terminated(1, "IncompatibleLink", String.valueOf(e.getMessage()));
        }
        return running.relinked(supplied, links);
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
