package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints in which ratio commands that spin get CPU, those that request 900m to those that request 100m: as many of each as it
 * takes to have all processors contended. Wanted: 9, within a quarter.
 */
final class CpuSharesMeasurement {
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(20);

    private CpuSharesMeasurement() {}

    public static void main(String[] arguments) throws InterruptedException {
        int each = 2 * Runtime.getRuntime().availableProcessors();
        try (TestNode node = TestNode.sharingCpu()) {
            for (int i = 0; i < each; i++) {
                node.bind(spinner(node, "small-" + i, "100m"));
                node.bind(spinner(node, "large-" + i, "900m"));
            }
            node.reconcile();
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            long smallBefore = cpu(node, "small");
            long largeBefore = cpu(node, "large");
            TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
            long small = cpu(node, "small") - smallBefore;
            long large = cpu(node, "large") - largeBefore;
            System.out.printf(
                    "%d spinners each: 100m used %.2f s, 900m used %.2f s of CPU: 1 to %.2f%n",
                    each, small / 1e9, large / 1e9, (double) large / small);
        }
    }

    private static Pod spinner(TestNode node, String name, String cpu) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/spins:v1", Map.of()))
                .editSpec()
                .withRestartPolicy("Never")
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static long cpu(TestNode node, String prefix) {
        List<PodUsage> all = node.agent().usage();
        return all.stream()
                .filter(usage -> usage.pod().name().startsWith(prefix))
                .mapToLong(PodUsage::cpuNanos)
                .sum();
    }
}
