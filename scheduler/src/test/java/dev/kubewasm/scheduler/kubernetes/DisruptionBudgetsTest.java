package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.DisruptionBudget.Limit;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisruptionBudgetsTest {
    private static Optional<DisruptionBudget> observe(String spec) {
        return DisruptionBudgets.observe(Yaml.read(
                PodDisruptionBudget.class,
                "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: shop}, spec: " + spec
                        + "}"));
    }

    @Test
    void limitsAreNumbersOrPercentages() {
        assertThat(observe("{selector: {}, minAvailable: 2}"))
                .contains(new DisruptionBudget("shop", "b", LabelSelector.EVERYTHING, Limit.MIN_AVAILABLE, 2, false));
        assertThat(observe("{selector: {}, maxUnavailable: 30%}"))
                .contains(new DisruptionBudget("shop", "b", LabelSelector.EVERYTHING, Limit.MAX_UNAVAILABLE, 30, true));
        assertThat(observe("{selector: {}}"))
                .contains(new DisruptionBudget("shop", "b", LabelSelector.EVERYTHING, Limit.MIN_AVAILABLE, 0, false));
    }

    @Test
    void withoutASelectorItCoversNothing() {
        assertThat(observe("{minAvailable: 1}")).isEmpty();
    }

    @Test
    void selectorsHaveLabelsAndExpressions() {
        assertThat(observe("{minAvailable: 1, selector: {matchLabels: {app: web}, matchExpressions: [{key: tier,"
                                + " operator: NotIn, values: [x, y]}]}}")
                        .orElseThrow()
                        .selector()
                        .requirements())
                .containsExactly(
                        new LabelSelector.Requirement("app", Operator.IN, List.of("web")),
                        new LabelSelector.Requirement("tier", Operator.NOT_IN, List.of("x", "y")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "101%", "some", "-5%"})
    void aLimitThatIsNoneIsAnError(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> observe("{selector: {}, maxUnavailable: " + limit + "}"))
                .withMessageContaining("`spec.maxUnavailable` is `" + limit + "`");
    }

    @Test
    void whatTheApiServerRefusesIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> observe("{selector: {}, minAvailable: 1, maxUnavailable: 1}"))
                .withMessageContaining("exclude each other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> observe("{selector: {matchExpressions: [{key: a, operator: Near}]}}"))
                .withMessageContaining("operator 'Near' is none of");
    }
}
