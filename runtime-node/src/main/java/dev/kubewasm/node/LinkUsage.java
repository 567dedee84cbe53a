package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.meter.LinkCalls;
import java.util.stream.Stream;

/**
 * What was called through a link since its container was first started on this node, whoever of the provider's Pods served it.
 *
 * @param pod the consumer
 * @param container the consumer's
 * @param importName as its component names it
 * @param provider who serves it: {@code NAMESPACE/KIND/NAME} of a workload, or {@code container/NAME} in the same Pod
 * @param calls what was called
 */
public record LinkUsage(PodKey pod, String container, String importName, String provider, LinkCalls calls) {
    /** Of all containers of a Pod. */
    static Stream<LinkUsage> of(PodRun run) {
        return run.containers().stream().flatMap(container -> {
            ContainerWiring wiring =
                    run.wiring().containers().get(container.container().getName());
            return wiring == null ? Stream.empty() : of(run, container, wiring);
        });
    }

    private static Stream<LinkUsage> of(PodRun run, ContainerRun container, ContainerWiring wiring) {
        return wiring.imports().entrySet().stream()
                .flatMap(wired -> Stream.ofNullable(container.meters().get(wired.getKey()))
                        .map(meter -> new LinkUsage(
                                run.observed().facts().key(),
                                container.container().getName(),
                                wired.getKey(),
                                provider(wired.getValue()),
                                meter.calls())));
    }

    private static String provider(WiredImport wired) {
        return switch (wired) {
            case WiredImport.Provider(WorkloadRef workload, var _) -> workload.toString();
            case WiredImport.Container(String name) -> "container/" + name;
            case WiredImport.Host _, WiredImport.Types _, WiredImport.Nobody _ ->
                throw new IllegalStateException(wired + " is no link");
        };
    }
}
