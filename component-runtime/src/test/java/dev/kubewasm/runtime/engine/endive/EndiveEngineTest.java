package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import java.io.IOException;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
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

    @Test
    void simdIsRefusedByName() {
        assertThatThrownBy(() -> engine.compile(Fixtures.bytes("core/simd.wasm")))
                .isInstanceOf(CoreModuleException.class)
                .hasMessageContaining("SIMD is not supported");
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
