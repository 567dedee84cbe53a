package dev.kubewasm.simulations.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceGeneratorTest {
    private static final List<NodePool> NODES = List.of(new NodePool("node", 40, 8_000, 32_768, 110, "amd64", 0));

    private static ClusterShape shape(long seed) {
        return new ClusterShape(seed, 500, 5, 1.5, 200, 148, true, false, NODES, 3);
    }

    @Test
    void aSeedRepeatsAndAnotherDiffers() {
        assertThat(ServiceGenerator.services(shape(1))).isEqualTo(ServiceGenerator.services(shape(1)));
        assertThat(ServiceGenerator.services(shape(1))).isNotEqualTo(ServiceGenerator.services(shape(2)));
    }

    @Test
    void importsGoToEarlierServicesAndMeansAreKept() {
        List<GeneratedService> services = ServiceGenerator.services(shape(3));

        assertThat(services).allSatisfy(service -> {
            int index = Integer.parseInt(service.name().substring("service-".length()));
            assertThat(service.imports().keySet())
                    .allSatisfy(name -> assertThat(Integer.parseInt(name.substring("service-".length())))
                            .isLessThan(index));
            assertThat(service.imports().values())
                    .allSatisfy(traffic -> assertThat(traffic).isBetween(1, 10_000));
            assertThat(service.replicas()).isBetween(1, 5);
        });
        assertThat(services.stream()
                        .mapToInt(GeneratedService::memoryMebibytes)
                        .average()
                        .orElse(0))
                .isBetween(130.0, 170.0);
        assertThat(services.stream().mapToInt(s -> s.imports().size()).average().orElse(0))
                .isBetween(1.2, 1.6);
    }

    @Test
    void absurdShapesAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterShape(1, 0, 5, 1.5, 200, 148, true, false, NODES, 3))
                .withMessage("services is 0, must be 1 to 5000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterShape(1, 5, 5, Double.NaN, 200, 148, true, false, NODES, 3))
                .withMessage("links is NaN, must be 0 to 10");
    }
}
