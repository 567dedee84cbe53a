package dev.kubewasm.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstraintWeightsTest {
    @Test
    void namedWeightsReplaceDefaults() {
        ConstraintWeights weights = ConstraintWeights.named(Map.of("balance", 0L, "nodeInUse", 500L));

        assertThat(weights.of(SoftConstraint.BALANCE)).isZero();
        assertThat(weights.of(SoftConstraint.NODE_IN_USE)).isEqualTo(500);
        assertThat(weights.of(SoftConstraint.PREFERRED_LINK)).isEqualTo(1000);
        assertThat(ConstraintWeights.named(weights.byName())).isEqualTo(weights);
    }

    @Test
    void aNameThatIsNoConstraintIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstraintWeights.named(Map.of("balanced", 1L)))
                .withMessageContaining("no soft constraint 'balanced', but preferredLink, ");
    }

    @Test
    void aWeightOutOfRangeIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstraintWeights.named(Map.of("balance", -1L)))
                .withMessageContaining("weight of constraint balance is -1");
    }

    @Test
    void theDocumentedTableIsTheConstraints() throws IOException {
        String docs = Files.readString(ProjectRoot.path().resolve("docs/placement-constraints.md"));

        for (SoftConstraint constraint : SoftConstraint.values()) {
            assertThat(docs.lines())
                    .as(constraint.id())
                    .anyMatch(line -> line.startsWith("| `" + constraint.id() + "` | soft | ")
                            && line.endsWith(" | " + constraint.defaultWeight() + " |"));
        }
    }
}
