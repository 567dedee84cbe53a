package dev.kubewasm.benchmarks.node;

import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.program.Await;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the node's program asks of the API server in the life of a Pod: counted by the API server itself, by verb and resource, while
 * Pods of the calculator are created bound, become Ready and are deleted.
 */
public final class ApiLoadReport {
    /** What this program asks itself, and what the node asks whether it has Pods or not. */
    private static final List<String> NOT_OF_PODS = List.of(
            "leases", "nodes", "nodes/status", "certificatesigningrequests", "namespaces", "serviceaccounts/token");

    private static final Pattern COUNT = Pattern.compile("apiserver_request_total\\{(.*)} (.*)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final ApiCluster cluster;

    private ApiLoadReport(ApiCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Measures and prints.
     *
     * @param args the image layout of the pricing service, a folder for the node, and how many Pods
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        try (ApiCluster cluster = ApiCluster.start("namespace.yaml", "node-rbac.yaml");
                NodeCertificateSigner _ = NodeCertificateSigner.start(cluster, Duration.ofHours(1));
                RuntimeNode node = RuntimeNode.start(
                        cluster,
                        "host",
                        Path.of(args[0]),
                        Path.of(args[1]),
                        Map.of("KUBE_WASM_NODE_NAME", PricingPods.NODE.value()))) {
            node.program().awaitReady();
            new ApiLoadReport(cluster).run(Integer.parseInt(args[2]));
        }
    }

    private void run(int count) {
        cluster.addNamespace(PricingPods.NAMESPACE);
        Pod catalog = create(PricingPods.provider("catalog"));
        Pod discounts = create(PricingPods.provider("discounts"));
        awaitReady(2);

        Map<String, Long> before = requests();
        IntStream.range(0, count).forEach(i -> create(PricingPods.calculator("calculator-" + i, catalog, discounts)));
        awaitReady(count + 2);
        Map<String, Long> running = requests();
        IntStream.range(0, count).forEach(i -> cluster.client()
                .pods()
                .inNamespace(PricingPods.NAMESPACE)
                .withName("calculator-" + i)
                .delete());
        Await.until(
                "the Pods are gone", () -> cluster.pods(PricingPods.NAMESPACE).size(), left -> left == 2);
        Map<String, Long> after = requests();

        System.out.printf(
                "%,d Pods created, Ready and deleted: the node's requests to the API server for each%n", count);
        System.out.printf("%-24s %12s %12s%n", "", "until Ready", "until gone");
        double[] sums = new double[2];
        after.forEach((request, _) -> {
            double start = (running.getOrDefault(request, 0L) - before.getOrDefault(request, 0L)) / (double) count;
            double end = (after.getOrDefault(request, 0L) - running.getOrDefault(request, 0L)) / (double) count;
            if (request.equals("DELETE pods")) {
                // The other is this program's.
                end -= 1;
            }
            if (start > 0 || end > 0) {
                System.out.printf("%-24s %12.2f %12.2f%n", request, start, end);
                sums[0] += start;
                sums[1] += end;
            }
        });
        System.out.printf("%-24s %12.2f %12.2f%n", "in all", sums[0], sums[1]);
    }

    private Pod create(Pod pod) {
        return cluster.client()
                .pods()
                .inNamespace(PricingPods.NAMESPACE)
                .resource(pod)
                .create();
    }

    private void awaitReady(int count) {
        Await.until(
                count + " Pods are Ready",
                () -> cluster.pods(PricingPods.NAMESPACE).stream()
                        .filter(ApiCluster::ready)
                        .count(),
                ready -> ready == count);
    }

    /** The requests so far by verb and resource, without those that this program makes and those of no Pod. */
    private Map<String, Long> requests() {
        Map<String, Long> counts = new TreeMap<>();
        cluster.controlPlane()
                .get("/metrics")
                .body()
                .lines()
                .map(COUNT::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    Map<String, String> labels = new TreeMap<>();
                    LABEL.matcher(line.group(1)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
                    String subresource = labels.getOrDefault("subresource", "");
                    String resource =
                            labels.getOrDefault("resource", "") + (subresource.isEmpty() ? "" : "/" + subresource);
                    String request = labels.get("verb") + " " + resource;
                    if (!NOT_OF_PODS.contains(resource)
                            && !resource.isEmpty()
                            && !List.of("POST pods", "LIST pods", "WATCH pods").contains(request)) {
                        counts.merge(request, (long) Double.parseDouble(line.group(2)), Long::sum);
                    }
                });
        return counts;
    }
}
