package dev.kubewasm.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.cases.CallCase;
import dev.kubewasm.runtime.cases.CaseRunner;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.testkit.Corpora;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every shape of value through single components and from one component instance to another. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class EchoCorpusTest {
    private final TestEngine engine;

    EchoCorpusTest(TestEngine engine) {
        this.engine = engine;
    }

    @TestFactory
    Stream<DynamicTest> everyZooGivesWasmtimesResults() {
        Path base = Corpora.require("components");
        ComponentRuntime runtime =
                ComponentRuntime.builder().engine(engine.open()).build();
        CaseRunner runner = CallCases.runner(runtime, base, HostInterfaces.NONE);
        Map<String, List<CallCase>> byComponent = CallCases.read(base.resolve("echo/calls.jsonl")).stream()
                .collect(Collectors.groupingBy(CallCase::component, TreeMap::new, Collectors.toList()));
        return byComponent.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(runner, e.getValue())));
    }

    private static void check(CaseRunner runner, List<CallCase> cases) {
        List<String> failures = CallCases.failures(runner, cases);
        assertThat(failures).as("%s of %s cases", failures.size(), cases.size()).isEmpty();
    }
}
