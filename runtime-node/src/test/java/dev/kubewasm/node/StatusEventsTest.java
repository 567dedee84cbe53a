package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusEventsTest {
    private static final PodKey POD = new PodKey("default", "job");
    private static final Uid UID = new Uid("7");

    private static PodStatus backingOff(int latestRun, String seconds) {
        return new PodStatusBuilder()
                .addNewContainerStatus()
                .withName("main")
                .withContainerID("kube-wasm://7/main/" + latestRun)
                .withNewState()
                .withNewWaiting("it ended; starts again " + seconds + " s later", "CrashLoopBackOff")
                .endState()
                .endContainerStatus()
                .build();
    }

    @Test
    void aRunThatBeganAndEndedBetweenTwoReports() {
        List<NodeEvent> events = StatusEvents.between(POD, UID, backingOff(0, "10"), backingOff(1, "20"));

        assertThat(events).extracting(NodeEvent::reason).containsExactly("Pulled", "Created", "Started", "BackOff");
    }

    @Test
    void aContainerThatStillWaitsHasNothingToSay() {
        assertThat(StatusEvents.between(POD, UID, backingOff(1, "20"), backingOff(1, "20")))
                .isEmpty();
    }
}
