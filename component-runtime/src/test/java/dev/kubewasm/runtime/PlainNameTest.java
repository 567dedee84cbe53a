package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Wasi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports whose names are plain are served by the interfaces that they implement. */
class PlainNameTest {
    @ParameterizedTest
    @EnumSource(TestEngine.class)
    void anImportIsServedByTheInterfaceItImplements(TestEngine engine) {
        TestComponents components = TestComponents.on(engine);
        CompiledComponent alias = components.compile("alias");
        ComponentInstance provider = components.provider("catalog");

        assertThat(alias.imports()).containsExactly("primary", "entropy");
        assertThat(alias.wanted("primary")).isEqualTo(TestComponents.COUNTER);
        String export = provider.exportFor(alias.wanted("primary")).orElseThrow();
        ImportSupplier.Link link = new ImportSupplier.Link(provider, export, Duration.ofSeconds(20));
        ComponentInstance instance = components.instantiate(
                "alias", alias, ImportSupplier.forAll(alias.imports(), Wasi.hostInterfaces(), Map.of("primary", link)));

        assertThat(call(instance, "add", u32(2))).isEqualTo(u32(2));
        assertThat(call(provider, TestComponents.COUNTER + "#add", u32(3))).isEqualTo(u32(5));
        assertThat(call(instance, "draw")).isInstanceOf(Val.U64.class);
    }

    @ParameterizedTest
    @EnumSource(TestEngine.class)
    void whatNobodySuppliesIsNamedAsTheComponentNamesIt(TestEngine engine) {
        TestComponents components = TestComponents.on(engine);
        CompiledComponent alias = components.compile("alias");

        assertThatThrownBy(() -> components.instantiate("alias", alias, HostInterfaces.of(List.of())))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("primary")
                .hasMessageContaining("entropy");
    }
}
