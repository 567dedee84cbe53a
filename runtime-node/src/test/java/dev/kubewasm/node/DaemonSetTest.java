package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A DaemonSet of containers that tolerates everything, and so has a Pod bound to this node: its controller makes one again and again. */
class DaemonSetTest {
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    /** As the DaemonSet controller makes it and the default scheduler binds it. */
    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(TestNode.NAMESPACE)
                .withName(name)
                .withUid(TestNode.uid(name).value())
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("DaemonSet")
                .withName("log-agent")
                .withUid("daemonset")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .withSchedulerName("default-scheduler")
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("agent")
                .withImage("docker.io/library/log-agent:1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void itsPodFailsOnceAndForGood() {
        node.bind(pod("log-agent-1"));

        node.reconcile();

        assertThat(node.phase("log-agent-1")).isEqualTo("Failed");
        assertThat(node.status("log-agent-1").getReason()).isEqualTo("UnsupportedPod");
        assertThat(node.status("log-agent-1").getMessage()).contains("toleration for this node");
        int writes = node.writes();
        for (int i = 0; i < 100; i++) {
            assertThat(node.agent().reconcile()).as("there is nothing to do").isFalse();
        }
        assertThat(node.writes()).as("nothing more is told").isEqualTo(writes);
        assertThat(node.agent().nextAttempt()).as("nothing waits for its time").isEmpty();
    }

    @Test
    void eachOneThatFollowsTakesOneWriteAndOneToGo() {
        for (int i = 0; i < 5; i++) {
            String name = "log-agent-" + i;
            int writes = node.writes();
            node.bind(pod(name));
            node.reconcile();
            node.beginDeletion(name, 30);
            node.reconcile();

            assertThat(node.isBound(name)).isFalse();
            assertThat(node.writes() - writes).isLessThanOrEqualTo(3);
        }
        assertThat(node.agent().usage()).isEmpty();
    }
}
