package dev.kubewasm.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.cases.CallCase;
import dev.kubewasm.runtime.engine.endive.EndiveEngine;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Components whose functions are split where they needn't be, into pieces much smaller than those of large functions. */
class SplitFunctionsCorpusTest {
    private static final int TINY = 200;
    private static final int SMALL = 1000;

    private final Path base = Corpora.require("components");

    @Test
    void zoosGiveWasmtimesResults() {
        List<CallCase> cases = CallCases.read(base.resolve("echo/calls.jsonl"));
        List<String> zoos = cases.stream().map(CallCase::component).distinct().toList();
        List<String> chosen = zoos.subList(0, Scale.cases(zoos.size()));
        check(TINY, cases.stream().filter(c -> chosen.contains(c.component())).toList());
    }

    @Test
    void smallComponentsGiveWasmtimesResults() {
        check(
                TINY,
                cases().filter(c -> files(c).noneMatch(f -> isLarge(f) || f.contains("qjs")))
                        .toList());
    }

    @Test
    void javaScriptGivesWasmtimesResults() {
        check(
                SMALL,
                cases().filter(c -> c.component().equals("singles/js-qjs-discounts.wasm"))
                        .toList());
    }

    private Stream<CallCase> cases() {
        return CallCases.read(base.resolve("calls.jsonl")).stream();
    }

    private static Stream<String> files(CallCase test) {
        return Stream.concat(Stream.of(test.component()), test.links().values().stream());
    }

    /** Those of thousands of functions, and those that are refused. */
    private static boolean isLarge(String file) {
        return file.contains("go-") || file.contains("py-") || file.contains("js-sm-") || file.contains("async");
    }

    private void check(int largestMethod, List<CallCase> cases) {
        try (ComponentRuntime runtime = ComponentRuntime.builder()
                .engine(EndiveEngine.create(largestMethod))
                .build()) {
            List<String> failures = CallCases.failures(CallCases.runner(runtime, base, Wasi.hostInterfaces()), cases);
            assertThat(cases).isNotEmpty();
            assertThat(failures)
                    .as("%s of %s cases", failures.size(), cases.size())
                    .isEmpty();
        }
    }
}
