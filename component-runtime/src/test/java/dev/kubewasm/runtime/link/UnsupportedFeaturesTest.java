package dev.kubewasm.runtime.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.TestComponents;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid components that this runtime can't run are refused, naming what needs what. */
class UnsupportedFeaturesTest {
    @ParameterizedTest
    @CsvSource({
        "wide, lifted function 0 needs the 64-bit ABI",
        "wide-resource, resource type 0 needs the 64-bit ABI",
        "async, function kube:test/clock#later needs async functions",
        "async-inside, canonical function task.return needs the asynchronous ABI",
        "async-stream, function take needs streams"
    })
    void theyAreRefusedByName(String name, String problem) {
        ResolvedComponent component = TestComponents.resolve(name);
        assertThatThrownBy(() -> LinkPlanBuilder.build(component))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(problem + ", which this runtime doesn't support");
    }
}
