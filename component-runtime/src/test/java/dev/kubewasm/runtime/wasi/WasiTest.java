package dev.kubewasm.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WasiTest {
    @Test
    void servesEveryPatchVersionOfTheTrackAndNoOther() {
        assertThat(Wasi.names()).hasSize(27);
        for (InterfaceName name : Wasi.names()) {
            IntStream.rangeClosed(0, 12)
                    .forEach(patch -> assertThat(find(name, "0.2." + patch)).isTrue());
            assertThat(find(name, "0.2.13")).isFalse();
            assertThat(find(name, "0.2.0-rc-2023-11-10")).isFalse();
            assertThat(find(name, "0.3.0")).isFalse();
        }
    }

    @Test
    void namesAreThoseOfTheNodeAnnotation() {
        assertThat(Wasi.names())
                .map(InterfaceName::toString)
                .contains("wasi:cli/environment@0.2.12", "wasi:io/streams@0.2.12", "wasi:filesystem/preopens@0.2.12");
    }

    @Test
    void everyInterfaceCanBeDeclaredAndHasSomething() {
        assertThat(Wasi.interfaces()).allSatisfy(declared -> {
            String name = declared.name().name();
            boolean resourceOnly =
                    List.of("terminal-input", "terminal-output", "network").contains(name);
            assertThat(declared.functionNames().isEmpty()).as(name).isEqualTo(resourceOnly);
            assertThat(declared.resource(name).isPresent()).as(name).isEqualTo(resourceOnly || name.equals("error"));
        });
    }

    private static boolean find(InterfaceName name, String version) {
        return Wasi.hostInterfaces()
                .find(InterfaceName.parse(name.unversioned() + "@" + version).orElseThrow())
                .isPresent();
    }
}
