package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Wirings as a decision writes them, for the auditor to judge. */
public final class Decided {
    private Decided() {}

    /** That of a Pod whose providers are {@code chosen}; a required import without one has nobody. */
    public static DecidedWiring wiring(PodWiring pod, Function<ImportWiring.Provider, Optional<PodKey>> chosen) {
        Map<String, DecidedWiring.ContainerWiring> containers = new HashMap<>();
        for (PodWiring.WiredContainer container : pod.containers()) {
            Map<String, WiredImport> imports = new HashMap<>();
            container.imports().forEach((name, wired) -> imports.put(name, decide(wired, chosen)));
            containers.put(container.name(), DecidedWiring.ContainerWiring.of(container.digest(), imports));
        }
        return DecidedWiring.of(containers);
    }

    private static WiredImport decide(ImportWiring wired, Function<ImportWiring.Provider, Optional<PodKey>> chosen) {
        return switch (wired) {
            case ImportWiring.Host ignored -> new WiredImport.Host();
            case ImportWiring.Types ignored -> new WiredImport.Types();
            case ImportWiring.Container(String container) -> new WiredImport.Container(container);
            case ImportWiring.Unlinked ignored -> new WiredImport.Nobody();
            case ImportWiring.Failed ignored -> new WiredImport.Nobody();
            case ImportWiring.Provider provider -> {
                Optional<PodKey> pod = chosen.apply(provider);
                yield pod.isEmpty() && provider.policy() == LinkPolicy.REQUIRED
                        ? new WiredImport.Nobody()
                        : new WiredImport.Provider(provider.workload(), pod);
            }
        };
    }
}
