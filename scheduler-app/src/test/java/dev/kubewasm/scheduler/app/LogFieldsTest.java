package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import java.util.Map;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
    private static final PodKey POD = new PodKey("ns", "a");
    private static final Uid ID = new Uid("uid-1");

    @Test
    void aLineSaysWhichPodItIsAboutAndWhichNode() {
        try (LogFields _ = LogFields.of(new SchedulingOutcome.Bound(POD, new NodeName("n1")), ID)) {
            assertThat(MDC.getMap())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("namespace", "ns", "pod", "a", "uid", "uid-1", "node", "n1"));
        }
        assertThat(MDC.getMap()).isEmpty();
        try (LogFields _ = LogFields.of(new SchedulingOutcome.Unschedulable(POD, "no room"), ID)) {
            assertThat(MDC.getMap()).doesNotContainKey("node");
        }
    }
}
