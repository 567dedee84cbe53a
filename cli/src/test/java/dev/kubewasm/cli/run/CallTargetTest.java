package dev.kubewasm.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTargetTest {
    @Test
    void aFunctionOfTheWorld() {
        assertThat(CallTarget.parse("storefront/run"))
                .isEqualTo(new CallTarget(Optional.empty(), "storefront", "run", ""));
        assertThat(CallTarget.parse("shop/storefront/run()"))
                .isEqualTo(new CallTarget(Optional.of("shop"), "storefront", "run", ""));
    }

    @Test
    void aFunctionOfAnInterface() {
        assertThat(CallTarget.parse("calculator/example:pricing/calculator#calculate([\"a/b#c\"])"))
                .isEqualTo(new CallTarget(
                        Optional.empty(), "calculator", "example:pricing/calculator#calculate", "[\"a/b#c\"]"));
        assertThat(CallTarget.parse("pricing/calculator/example:pricing/calculator@1.2.0#calculate([])"))
                .isEqualTo(new CallTarget(
                        Optional.of("pricing"), "calculator", "example:pricing/calculator@1.2.0#calculate", "[]"));
        assertThat(CallTarget.parse("discounts/exports#init"))
                .isEqualTo(new CallTarget(Optional.empty(), "discounts", "exports#init", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "/run", "a/", "a/b/c/run", "a/run(", "a/run(1", "example:a/b#run", "a/x:y/z#"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> CallTarget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
