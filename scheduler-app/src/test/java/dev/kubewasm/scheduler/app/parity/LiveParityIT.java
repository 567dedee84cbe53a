package dev.kubewasm.scheduler.app.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.scheduler.app.SchedulerProcess;
import dev.kubewasm.scheduler.app.parity.CaseGenerator.Case;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import dev.kubewasm.testkit.controlplane.KubeScheduler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random cases on a real API server, decided by the running kube-scheduler and by the profile: where one binds the Pod must
 * be among the best of the other, where one can't it must say the same, and the same must leave. A part of them is put there
 * again for the running program of Kube-Wasm, in kube-scheduler's place: what it decides is held to the same. Both start anew for
 * each case, so that they decide on exactly what is there.
 *
 * <p>Property {@code kubewasm.live-parity.first} is the first case's seed. A case that differs is left in {@code
 * target/live-parity}, as {@code kube-wasm explain --cases} reads it. With {@code -Dbless=true} all go to the file of {@link
 * RecordedParityTest}.
 */
class LiveParityIT {
    private static final int CASES = 300;
    /** One in so many is decided by Kube-Wasm's program, too: its start takes seconds. */
    private static final int FOR_THE_PROGRAM = 3;

    private static final String IN_ITS_PLACE =
            "profiles: [{schedulerName: default-scheduler}]\nleaderElection: {leaderElect: false}\n";

    @TempDir
    private Path folder;

    @Test
    void decidesAsKubeSchedulerDoes() throws IOException {
        Optional<Path> program = KubeScheduler.find();
        assumeTrue(program.isPresent(), "no kube-scheduler here: control-plane/build.sh --kube-scheduler builds it");
        int first = Integer.getInteger("kubewasm.live-parity.first", 0);
        int last = first + Integer.getInteger("kubewasm.live-parity.cases", Scale.cases(CASES));
        List<String> differences = new ArrayList<>();
        List<ObjectNode> recorded = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        Map<String, Integer> byProgram = new TreeMap<>();
        try (ControlPlane controlPlane = ControlPlane.start();
                KubernetesClient client = client(controlPlane)) {
            CaseCluster cluster = new CaseCluster(client);
            for (int seed = first; seed < last; seed++) {
                if (seed % FOR_THE_PROGRAM == 0) {
                    differences.addAll(ofTheProgram(controlPlane, cluster, client, seed, byProgram));
                }
                Case case_ = CaseGenerator.of(seed);
                cluster.put(case_);
                ObjectNode picture = cluster.picture(case_.name());
                try (KubeScheduler _ = KubeScheduler.start(
                        program.get(), controlPlane, Files.createDirectory(folder.resolve(case_.name())))) {
                    Comparison atFirst = new Comparison(CaseCluster.read(picture));
                    Decision decision = new LiveDecision(cluster, case_, new VolumeController(client, case_.name()))
                            .await(atFirst::victimsOn);
                    picture = decidedOn(cluster, picture, atFirst, decision);
                    Comparison comparison = new Comparison(CaseCluster.read(picture));
                    outcomes.merge(decision.outcome(), 1, Integer::sum);
                    comparison.verdicts().forEach(plugin -> verdicts.merge(plugin, 1, Integer::sum));
                    recorded.add(RecordedCases.with(picture, decision));
                    List<String> found = comparison.differences(decision);
                    if (!found.isEmpty()) {
                        differences.addAll(found);
                        keep(picture);
                    }
                } catch (AssertionError | RuntimeException e) {
                    differences.add(case_.name() + ": " + e);
                    keep(picture);
                }
                cluster.clear(case_.name());
            }
        }
        System.out.println("live parity: cases " + first + " to " + (last - 1) + ": " + outcomes
                + ", nodes by who rejects them: " + verdicts + ", Kube-Wasm's program: " + byProgram + ", "
                + differences.size() + " differences");
        if (Boolean.getBoolean("bless")) {
            RecordedCases.write(recorded);
        }
        assertThat(differences).isEmpty();
    }

    /** How what Kube-Wasm's program decides of a case differs. */
    private List<String> ofTheProgram(
            ControlPlane controlPlane,
            CaseCluster cluster,
            KubernetesClient client,
            int seed,
            Map<String, Integer> outcomes)
            throws IOException {
        Case case_ = CaseGenerator.of(seed, "p" + seed);
        cluster.put(case_);
        ObjectNode picture = cluster.picture(case_.name());
        try (SchedulerProcess _ = SchedulerProcess.start(controlPlane.kubeconfig(), IN_ITS_PLACE, folder)) {
            Comparison atFirst = new Comparison(CaseCluster.read(picture), Comparison.Who.KUBE_WASM);
            Decision decision = new LiveDecision(cluster, case_, new VolumeController(client, case_.name()))
                    .await(atFirst::victimsOn);
            outcomes.merge(decision.outcome(), 1, Integer::sum);
            picture = decidedOn(cluster, picture, atFirst, decision);
            List<String> found =
                    new Comparison(CaseCluster.read(picture), Comparison.Who.KUBE_WASM).differences(decision);
            if (!found.isEmpty()) {
                keep(picture);
            }
            return found;
        } finally {
            cluster.clear(case_.name());
        }
    }

    /**
     * What is decided for good may have been decided before, too, and failed when the volume was bound: one of an in-tree plugin
     * whose node affinity is known only once it is taken for a driver's. Then there is another attempt on what is there now, with
     * that volume's claim bound.
     */
    private static ObjectNode decidedOn(CaseCluster cluster, ObjectNode before, Comparison atFirst, Decision decision) {
        if (decision.node() != null || !atFirst.fits()) {
            return before;
        }
        ObjectNode now = cluster.picture(before.get("id").asText());
        return boundClaims(now) > boundClaims(before) ? now : before;
    }

    private static int boundClaims(ObjectNode picture) {
        int bound = 0;
        for (JsonNode claim : picture.path("persistentvolumeclaims")) {
            bound += claim.path("spec").path("volumeName").asText().isEmpty() ? 0 : 1;
        }
        return bound;
    }

    private static void keep(ObjectNode picture) throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "live-parity"));
        Files.writeString(kept.resolve(picture.get("id").asText() + ".jsonl"), picture + "\n");
    }

    private static KubernetesClient client(ControlPlane controlPlane) throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig())))
                .build();
    }
}
