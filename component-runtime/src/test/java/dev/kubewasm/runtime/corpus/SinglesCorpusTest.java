package dev.kubewasm.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.cases.CallCase;
import dev.kubewasm.runtime.cases.CaseRunner;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Components of real toolchains, alone and linked to each other. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class SinglesCorpusTest {
    /** One for all tests of an engine: a component is compiled once, however many link to it. */
    private static final Map<TestEngine, Session> SESSIONS = new EnumMap<>(TestEngine.class);

    private final Path base = Corpora.require("components");
    private final Session session;
    private final boolean runsLarge;

    SinglesCorpusTest(TestEngine engine) {
        session = SESSIONS.computeIfAbsent(engine, e -> Session.open(e, base));
        runsLarge = Scale.current() == Scale.FULL || (Scale.current() != Scale.FAST && engine == TestEngine.ENDIVE);
    }

    private record Session(ComponentRuntime runtime, CaseRunner runner) {
        static Session open(TestEngine engine, Path base) {
            ComponentRuntime runtime =
                    ComponentRuntime.builder().engine(engine.open()).build();
            return new Session(runtime, CallCases.runner(runtime, base, Wasi.hostInterfaces()));
        }
    }

    @AfterAll
    static void close() {
        SESSIONS.values().forEach(session -> session.runtime().close());
        SESSIONS.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "singles/rust-catalog.wasm",
                "singles/c-catalog.wasm",
                "singles/c-catalog-zig.wasm",
                "singles/rust-wasip1-catalog.wasm",
                "singles/rust-discounts.wasm",
                "singles/js-qjs-discounts.wasm",
                "composed/rust.wasm",
                "composed/c-rust.wasm",
                "composed/c-qjs-rust.wasm",
                "composed/storefront-text-c-rust.wasm",
                "singles/rust-calculator.wasm",
                "singles/rust-storefront-text.wasm",
            })
    void everyCallGivesWasmtimesResult(String component) {
        check(component);
    }

    /** Thousands of functions each, some too large for a JVM method: up to minutes to compile. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "singles/go-catalog.wasm",
                "singles/go-calculator.wasm",
                "singles/js-sm-discounts.wasm",
                "singles/py-discounts-stub.wasm",
                "singles/py-discounts.wasm"
            })
    void everyCallOfTheLargeOnesGivesWasmtimesResult(String component) {
        Assumptions.assumeTrue(runsLarge, "large components run at scale tenth, and on every engine at scale full");
        check(component);
    }

    @Test
    void aComponentOfTheAsynchronousAbiIsRefusedNamingWhatItUses() throws IOException {
        Path file = base.resolve("singles/js-qjs-discounts-async-wasi.wasm");
        ResolvedComponent component = ComponentTypes.resolve(ComponentDecoder.decode(ComponentDecoder.read(file)));
        assertThatThrownBy(() -> session.runtime().compile(component))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("canonical function task.cancel")
                .hasMessageContaining("the asynchronous ABI");
    }

    private void check(String component) {
        List<CallCase> cases = CallCases.read(base.resolve("calls.jsonl")).stream()
                .filter(c -> c.component().equals(component))
                .filter(c -> runsLarge || c.links().values().stream().noneMatch(SinglesCorpusTest::isLarge))
                .toList();
        List<String> failures = CallCases.failures(session.runner(), cases);
        assertThat(cases).isNotEmpty();
        assertThat(failures).as("%s of %s cases", failures.size(), cases.size()).isEmpty();
    }

    private static boolean isLarge(String provider) {
        return provider.contains("/go-") || provider.contains("/py-") || provider.contains("/js-sm-");
    }
}
