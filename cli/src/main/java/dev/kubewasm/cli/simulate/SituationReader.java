package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import dev.kubewasm.placement.affinity.format.InstanceReader;
import dev.kubewasm.placement.affinity.format.UnusableFileException;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.simulations.generate.ClusterShape;
import dev.kubewasm.simulations.generate.ServiceGenerator;
import dev.kubewasm.simulations.price.PriceList;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads the cluster of a scenario, from whatever source it names. */
final class SituationReader {
    private final Path base;
    private final Path data;
    private final Consumer<String> notices;

    /**
     * @param base what the folder of manifests is relative to
     * @param data what the files of traces are relative to
     * @param notices gets what was left out, a line each
     */
    SituationReader(Path base, Path data, Consumer<String> notices) {
        this.base = base;
        this.data = data;
        this.notices = notices;
    }

    /**
     * The cluster, at the scenario's prices.
     *
     * @throws UnusableScenarioException if there is none
     */
    Described read(Scenario scenario, int standardNodes) throws UnusableScenarioException {
        Described described = described(scenario, standardNodes);
        try {
            Optional<PriceList> prices = scenario.priceList();
            if (prices.isEmpty()) {
                return described;
            }
            List<NodeName> unpriced = prices.get().unpriced(described.asItIs().snapshot());
            if (!unpriced.isEmpty()) {
                notices.accept("`prices` has none for " + unpriced.size() + " of the nodes, such as "
                        + unpriced.getFirst() + ": they cost what their kube-wasm/cost says, else nothing");
            }
            return described.map(prices.get()::applied);
        } catch (IllegalArgumentException e) {
            throw new UnusableScenarioException(String.valueOf(e.getMessage()));
        }
    }

    private Described described(Scenario scenario, int standardNodes) throws UnusableScenarioException {
        if (scenario.rasa() != null) {
            return situation(rasa(trace(scenario.rasa())), base, scenario, standardNodes);
        }
        if (scenario.openb() != null) {
            Path nodes = trace(scenario.openb().nodes());
            Path pods = trace(scenario.openb().pods());
            return situation(OpenbManifests.of(nodes, pods), base, scenario, standardNodes);
        }
        if (scenario.generate() != null) {
            ClusterShape shape = scenario.generate().shape();
            String yaml = GeneratedManifests.nodes(shape) + "---\n"
                    + GeneratedManifests.services(shape, ServiceGenerator.services(shape));
            return read(ManifestReader.read(Path.of("generate"), yaml, Kinds.SIMULATE), base, scenario, standardNodes);
        }
        Path manifests = base.resolve(Objects.requireNonNull(scenario.manifests(), "checked when it was read"));
        return read(
                ManifestReader.read(manifests, Kinds.SIMULATE),
                ManifestReader.folderOf(manifests),
                scenario,
                standardNodes);
    }

    private Path trace(String name) throws UnusableScenarioException {
        Path file = data.resolve(name);
        if (!Files.exists(file)) {
            throw new UnusableScenarioException(file + ": no such file; --data names the folder that has it");
        }
        return file;
    }

    private Described read(ManifestReading reading, Path folder, Scenario scenario, int standardNodes)
            throws UnusableScenarioException {
        return switch (reading) {
            case ManifestReading.Unusable(List<ManifestProblem> problems) ->
                throw unusable(problems.stream().map(ManifestProblem::toString).toList());
            case ManifestReading.Read(var manifests, List<String> leftOut) -> {
                leftOut.forEach(notices);
                yield situation(manifests, folder, scenario, standardNodes);
            }
        };
    }

    private static List<Manifest> rasa(Path instance) throws UnusableScenarioException {
        try {
            return RasaManifests.of(InstanceReader.read(instance).problem(), instance);
        } catch (UnusableFileException e) {
            throw new UnusableScenarioException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new UnusableScenarioException(instance + ": " + e.getMessage());
        }
    }

    private Described situation(List<Manifest> manifests, Path folder, Scenario scenario, int standardNodes)
            throws UnusableScenarioException {
        return switch (ClusterPicture.of(manifests, folder, standardNodes)) {
            case ClusterPicture.Reading.Unusable(List<String> problems) -> throw unusable(problems);
            case ClusterPicture.Reading.Read(ClusterPicture picture) -> {
                picture.notices().forEach(notices);
                yield situation(picture, scenario.placesAll());
            }
        };
    }

    private static UnusableScenarioException unusable(List<String> problems) {
        return new UnusableScenarioException(String.join(System.lineSeparator(), problems));
    }

    private static Described situation(ClusterPicture picture, boolean all) {
        Situation asItIs = new Situation(picture.snapshot(), picture.pending(), picture.view(), picture.refused());
        return new Described(
                asItIs, all ? vacated(asItIs, picture.movable()) : asItIs, picture.movable(), picture.budgets());
    }

    /** These Pods are to be placed as if they had no nodes. */
    private static Situation vacated(Situation situation, Set<PodKey> movable) {
        Snapshot snapshot = situation.snapshot();
        Set<PodKey> pending = new TreeSet<>(situation.pending());
        Map<PodKey, PodInfo> infos = new HashMap<>(situation.view().pods());
        for (PodKey key : movable) {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            snapshot = snapshot.with(pod.withState(PodState.PENDING));
            pending.add(key);
            infos.computeIfPresent(key, (k, info) -> info.withoutNode());
        }
        return new Situation(snapshot, pending, situation.view().withPods(infos), situation.refused());
    }
}
