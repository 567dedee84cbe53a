package dev.kubewasm.scheduler.app.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the running kube-scheduler decided of cases about volumes and nominated Pods, as {@link LiveParityIT} recorded it. */
class RecordedParityTest {
    @Test
    void theProfileSaysTheSame() throws IOException {
        List<String> differences = new ArrayList<>();
        List<ObjectNode> cases = RecordedCases.read();
        for (ObjectNode recorded : cases) {
            Comparison comparison = new Comparison(CaseCluster.read(recorded));
            differences.addAll(comparison.differences(RecordedCases.decision(recorded)));
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(50);
    }
}
