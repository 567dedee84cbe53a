package dev.kubewasm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.engine.Engine;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnginesTest {
    @ParameterizedTest
    @EnumSource
    void everyEngineSaysWhatItIs(TestEngine name) {
        try (Engine engine = name.open()) {
            assertThat(engine.version())
                    .startsWith(name.name().toLowerCase(java.util.Locale.ROOT).split("_", 2)[0]);
        }
    }

    @Test
    void anUnknownNameIsRefusedNamingTheOthers() {
        assertThatThrownBy(() -> Engines.open("steam", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no engine is called steam; there are endive, endive-interpreter, wasmtime");
    }
}
