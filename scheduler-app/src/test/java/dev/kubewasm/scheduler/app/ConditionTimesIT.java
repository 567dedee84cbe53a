package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.app.kubernetes.KubernetesCluster;
import dev.kubewasm.scheduler.app.kubernetes.RequestRate;
import dev.kubewasm.scheduler.app.kubernetes.RetryAfter;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ClusterPort.Watch;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Since when a Pod can't be scheduled, as its condition says. */
class ConditionTimesIT {
    private static final String NAMESPACE = "conditions";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Seen seen = new Seen();
    private TestCluster cluster;
    private volatile Instant now = NOON;
    private KubernetesCluster port;
    private Watch watch;

    @BeforeEach
    void start() {
        cluster = TestCluster.start();
        cluster.addNamespace(NAMESPACE);
        port = new KubernetesCluster(
                cluster.client(),
                Set.of("kube-wasm"),
                "test",
                new RequestRate(1000, 1000),
                new RetryAfter(),
                () -> now);
        watch = port.watch(seen);
    }

    @AfterEach
    void stop() {
        watch.close();
        cluster.close();
    }

    @Test
    void aMessageThatChangesLeavesTheTime() {
        Uid uid = create(TestCluster.podOf("10m", "waits"));

        assertThat(say("waits", uid, "no nodes").getLastTransitionTime()).isEqualTo(NOON.toString());
        now = NOON.plus(Duration.ofHours(1));
        PodCondition later = say("waits", uid, "no room");

        assertThat(later.getMessage()).isEqualTo("no room");
        assertThat(later.getReason()).isEqualTo("Unschedulable");
        assertThat(later.getLastTransitionTime()).isEqualTo(NOON.toString());
    }

    /** Its condition was {@code False} from the beginning: by the API server, for another reason. */
    @Test
    void aPodThatWasGatedHasTheTimeOfTheGates() {
        Uid uid = create(new PodBuilder(TestCluster.podOf("10m", "gated"))
                .editSpec()
                .addNewSchedulingGate("wait")
                .endSpec()
                .build());
        PodCondition gated =
                TestCluster.unschedulable(cluster.pod(NAMESPACE, "gated")).orElseThrow();
        assertThat(gated.getReason()).isEqualTo("SchedulingGated");
        assertThat(gated.getLastTransitionTime()).isNotNull();

        PodCondition later = say("gated", uid, "no room");

        assertThat(later.getReason()).isEqualTo("Unschedulable");
        assertThat(later.getLastTransitionTime()).isEqualTo(gated.getLastTransitionTime());
    }

    private Uid create(Pod pod) {
        Uid uid = new Uid(cluster.create(NAMESPACE, pod).getMetadata().getUid());
        PodKey key = key(pod.getMetadata().getName());
        Await.until("the Pod is seen", () -> seen.pods.containsKey(key), Boolean::booleanValue);
        return uid;
    }

    /** Says so, and returns the condition when the port has seen it. */
    private PodCondition say(String pod, Uid uid, String message) {
        port.markUnschedulable(key(pod), uid, message);
        Await.until(
                "the message is seen",
                () -> Optional.ofNullable(seen.pods.get(key(pod))).flatMap(ObservedPod::lastMessage),
                said -> said.equals(Optional.of(message)));
        return TestCluster.unschedulable(cluster.pod(NAMESPACE, pod)).orElseThrow();
    }

    private static PodKey key(String pod) {
        return new PodKey(NAMESPACE, pod);
    }

    private static final class Seen implements ClusterListener {
        final Map<PodKey, ObservedPod> pods = new ConcurrentHashMap<>();

        @Override
        public void podChanged(ObservedPod pod) {
            pods.put(pod.facts().key(), pod);
        }

        @Override
        public void podRemoved(PodKey pod) {}

        @Override
        public void nodeChanged(ObservedNode node) {}

        @Override
        public void nodeRemoved(NodeName node) {}

        @Override
        public void objectChanged(ClusterObject object) {}

        @Override
        public void objectRemoved(ClusterObject.Id id) {}

        @Override
        public void synced() {}
    }
}
