package dev.kubewasm.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.TestEngine;
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
import java.util.Optional;
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

    SinglesCorpusTest(TestEngine engine) {
        session = SESSIONS.computeIfAbsent(engine, e -> Session.open(e, base));
    }

    private record Session(ComponentRuntime runtime, CaseRunner runner) {
        static Session open(TestEngine engine, Path base) {
            ComponentRuntime runtime =
                    ComponentRuntime.builder().engine(engine.open()).build();
            return new Session(runtime, new CaseRunner(runtime, base, Wasi.hostInterfaces()));
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
                "singles/py-discounts-stub.wasm"
            })
    void everyCallOfTheLargeOnesGivesWasmtimesResult(String component) {
        Assumptions.assumeTrue(Scale.current() != Scale.FAST, "large components run at scale tenth and full");
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
        List<CallCases.Case> cases = CallCases.read(base.resolve("calls.jsonl")).stream()
                .filter(c -> c.component().equals(component))
                .filter(c -> Scale.current() != Scale.FAST
                        || c.links().values().stream().noneMatch(SinglesCorpusTest::isLarge))
                .toList();
        List<String> failures = cases.stream()
                .map(session.runner()::run)
                .flatMap(Optional::stream)
                .toList();
        assertThat(cases).isNotEmpty();
        assertThat(failures).as("%s of %s cases", failures.size(), cases.size()).isEmpty();
    }

    private static boolean isLarge(String provider) {
        return provider.contains("/go-") || provider.contains("/py-") || provider.contains("/js-sm-");
    }
}
