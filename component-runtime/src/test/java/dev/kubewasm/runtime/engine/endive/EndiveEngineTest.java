package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;

class EndiveEngineTest {
    private final EndiveEngine engine = EndiveEngine.create();
    private final ResourceBudget budget = CoreFixture.budget();

    private CoreFixture owner() {
        return CoreFixture.tableOwner(engine, budget);
    }

    private CoreFixture user(CoreFixture owner) {
        return CoreFixture.tableUser(engine, budget, owner);
    }

    @Test
    void aFunctionHasOneBridgeHoweverOftenItMoves() {
        CoreFixture owner = owner();
        user(owner);
        SharedTable table = (SharedTable) owner.export("table");
        TableView view = new TableView(table);
        view.bind(Objects.requireNonNull(table.get(0)).instance());
        // From now on the functions in the table are of another instance than the view.
        user(owner);
        Instance first = view.instance(0);
        owner.call("move", 0, 5);
        assertThat(view.instance(5)).isSameAs(first);
        owner.call("move", 2, 5);
        assertThat(view.instance(5)).isNotSameAs(first);
        owner.call("move", 0, 5);
        assertThat(view.instance(5)).isSameAs(first);
    }

    @ParameterizedTest
    @CsvSource({
        "simd, SIMD is",
        "simd-block, SIMD is",
        "simd-global, SIMD is",
        "simd-import, SIMD is",
        "memory64, memory64 is",
        "memory64-import, memory64 is",
        "table64, memory64 is",
        "shared-memory, a shared memory: threads are",
        "shared-memory-import, a shared memory: threads are"
    })
    void whatIsNotThereIsRefusedByName(String module, String problem) {
        byte[] wasm = Fixtures.bytes("core/" + module + ".wasm");
        for (EndiveEngine each : List.of(engine, EndiveEngine.interpreting())) {
            assertThatThrownBy(() -> each.compile(wasm))
                    .isInstanceOf(CoreModuleException.class)
                    .hasMessage(problem + " not supported by this engine");
        }
    }

    /** They are instructions like others on a memory that one thread has. */
    @Test
    void atomicInstructionsNeedNoThreads() {
        CoreFixture atomics = CoreFixture.of(engine, "atomics");
        assertThat(atomics.call("add", 5)).containsExactly(0);
        assertThat(atomics.call("add", 5)).containsExactly(5);
        assertThat(atomics.call("fence")).isEmpty();
    }

    @Test
    void theKeyOfCachedCodeNamesTheVersionsOfTheLibraries() throws IOException {
        assertThat(EndiveEngine.VERSION)
                .contains("compiler " + version(MachineFactoryCompiler.class, "compiler"))
                .contains("runtime " + version(Instance.class, "runtime"));
    }

    private static String version(Class<?> type, String artifact) throws IOException {
        Properties pom = new Properties();
        try (var in = type.getResourceAsStream("/META-INF/maven/run.endive/" + artifact + "/pom.properties")) {
            pom.load(Objects.requireNonNull(in));
        }
        return pom.getProperty("version");
    }
}
