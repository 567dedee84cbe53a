package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Components of real toolchains: all decode and validate, and their worlds are those that the reference tool prints. */
class RealComponentsTest {
    @Test
    void worldsAreThoseOfTheReference() throws Exception {
        List<Path> components = RealComponents.all();
        assertThat(components).hasSizeGreaterThanOrEqualTo(47);
        for (Path component : components) {
            String wit = Files.readString(RealComponents.witOf(component));
            assertThat(WorldLines.of(ComponentWorlds.decode(RealComponents.bytes(component))))
                    .as("world of %s", component)
                    .containsExactlyElementsOf(WorldLines.of(wit));
        }
    }
}
