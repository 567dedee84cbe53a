package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import org.assertj.core.groups.Tuple;

/** Nodes that are full, on which Pods have to leave for those that are more important. */
final class CrowdedNodes {
    private static final String IMPORTANT = "important";

    private final TestCluster cluster;
    private final String namespace;

    /** With a scheduler at work for Pods of {@code namespace}. */
    CrowdedNodes(TestCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        cluster.addPriorityClass(IMPORTANT, 1000);
    }

    /** Others leave for a Pod without links, as for those of kube-scheduler. */
    void leaveForOne() {
        assertLeftFor("crowded", List.of(TestCluster.podOf("200m", "important")));
    }

    /** Others leave for a Pod and the provider that it needs beside it. */
    void leaveForGroup() {
        assertLeftFor("crowded-too", List.of(LinkChain.link(0, "100m"), LinkChain.link(1, "100m")));
    }

    private void assertLeftFor(String node, List<Pod> important) {
        cluster.addNode(node, "250m");
        for (int i = 0; i < 2; i++) {
            cluster.create(namespace, TestCluster.on(node, TestCluster.podOf("100m", node + "-" + i)));
        }
        // It may stay: there is room for it beside them.
        cluster.create(namespace, TestCluster.on(node, TestCluster.podOf("50m", node + "-small")));
        long before = await("the node is full", node, 3).size();

        important.forEach(
                pod -> cluster.create(namespace, TestCluster.on(node, TestCluster.ofPriority(IMPORTANT, pod))));

        List<Pod> leaving = Await.until(
                "two Pods leave",
                () -> bound(node).stream().filter(CrowdedNodes::leaves).toList(),
                pods -> pods.size() == 2);
        assertThat(leaving)
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyInAnyOrder(node + "-0", node + "-1");
        for (Pod victim : leaving) {
            assertThat(victim.getStatus().getConditions())
                    .extracting("type", "status", "reason")
                    .contains(Tuple.tuple("DisruptionTarget", "True", "PreemptionByScheduler"));
            assertThat(Await.until("its event", () -> events(victim, "Preempted"), all -> !all.isEmpty()))
                    .allSatisfy(event -> assertThat(event.getNote()).contains("on node " + node));
        }
        for (Pod pod : important) {
            Await.until(
                    "it is nominated",
                    () -> cluster.pod(namespace, pod.getMetadata().getName()),
                    now -> node.equals(now.getStatus().getNominatedNodeName()));
        }
        assertThat(bound(node)).as("nobody is bound before they have left").hasSize((int) before);

        // As their kubelet would, once they have ended.
        leaving.forEach(
                victim -> cluster.deletePod(namespace, victim.getMetadata().getName()));
        assertThat(await("those it was made for have the room", node, 1 + important.size()))
                .extracting(pod -> pod.getMetadata().getName())
                .containsAll(important.stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList());
        cluster.assertCapacity();
    }

    private List<Pod> await(String what, String node, int count) {
        return Await.until(what, () -> bound(node), pods -> pods.size() == count);
    }

    private List<Pod> bound(String node) {
        return cluster.pods(namespace).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .toList();
    }

    private List<Event> events(Pod pod, String reason) {
        return cluster.events(pod).stream()
                .filter(event -> event.getReason().equals(reason))
                .toList();
    }

    private static boolean leaves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }
}
