package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.TestComponents;
import dev.kubewasm.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPlanTest {
    @ParameterizedTest
    @ValueSource(strings = {"provider", "consumer", "guest"})
    void thePlanIsFlatAndOnlyRefersBackwards(String name) {
        LinkPlan plan = LinkPlanBuilder.build(TestComponents.resolve(name));
        Golden.check(Path.of("src/test/resources/component/" + name + ".plan"), PlanText.of(plan));
    }
}
