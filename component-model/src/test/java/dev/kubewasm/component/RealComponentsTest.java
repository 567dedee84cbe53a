package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.WorldSelection;
import dev.kubewasm.wit.model.World;
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

    @Test
    void worldsEqualThoseReadFromTheText() throws Exception {
        for (Path component : RealComponents.all()) {
            Path wit = RealComponents.witOf(component);
            WitResolution resolution = Wit.resolve(List.of(new WitSource(wit.toString(), Files.readString(wit))));
            assertThat(resolution.ok()).as(resolution.render()).isTrue();
            World world = ComponentWorlds.decode(RealComponents.bytes(component));

            assertThat(Wit.world(resolution, "root:component/root"))
                    .as("world of %s", component)
                    .isInstanceOfSatisfying(WorldSelection.Selected.class, s -> {
                        assertThat(world.imports()).isEqualTo(s.world().imports());
                        assertThat(world.exports()).isEqualTo(s.world().exports());
                    });
        }
    }
}
