package dev.kubewasm.cli.simulate;

import dev.kubewasm.simulations.generate.ClusterShape;
import dev.kubewasm.simulations.generate.GeneratedService;
import dev.kubewasm.simulations.generate.NodePool;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is made up, as Kubernetes YAML that any cluster would take. */
final class GeneratedManifests {
    private GeneratedManifests() {}

    /** The nodes. */
    static String nodes(ClusterShape shape) {
        return shape.pools().stream()
                .flatMap(pool -> IntStream.range(0, pool.nodes()).mapToObj(i -> node(pool, i, shape.zones())))
                .collect(Collectors.joining("---\n"));
    }

    private static String node(NodePool pool, int i, int zones) {
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %1$s-%2$d
                  labels:
                    kube-wasm/runtime: jvm
                    kubernetes.io/arch: %3$s
                    kubernetes.io/hostname: %1$s-%2$d
                    topology.kubernetes.io/zone: zone-%4$d
                  annotations: {kube-wasm/cost: "%5$d"}
                status:
                  allocatable: {cpu: %6$dm, memory: %7$dMi, pods: "%8$d"}
                """.formatted(
                        pool.name(),
                        i,
                        pool.arch(),
                        i % zones,
                        pool.cost(),
                        pool.cpuMilli(),
                        pool.memoryMebibytes(),
                        pool.pods());
    }

    /** The Deployments. Imports are preferred links, weighted by their traffic. */
    static String services(ClusterShape shape, List<GeneratedService> services) {
        return services.stream()
                .map(service -> service(service, shape.components() ? annotations(service) : ""))
                .collect(Collectors.joining("---\n"));
    }

    private static String service(GeneratedService service, String annotations) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata:
                      labels: {app: %1$s}
                %5$s    spec:
                      schedulerName: kube-wasm
                      containers:
                        - name: main
                          image: registry.example.com/%1$s:v1
                          resources: {requests: {cpu: %3$dm, memory: %4$dMi}}
                """.formatted(
                        service.name(), service.replicas(), service.cpuMilli(), service.memoryMebibytes(), annotations);
    }

    private static String annotations(GeneratedService service) {
        return """
                      annotations:
                        kube-wasm/links: preferred
                %3$s        kube-wasm/wit: |
                          package gen:%1$s;
                          interface api { call: func(request: string) -> string; }
                          world component {
                %2$s            export api;
                          }
                %4$s""".formatted(
                        service.name(),
                        lines(service, "            import gen:%s/api;\n"),
                        traffic(service),
                        lines(
                                service,
                                "          package gen:%s { interface api { call: func(request: string) -> string; } }\n"));
    }

    private static String lines(GeneratedService service, String line) {
        return service.imports().keySet().stream().map(line::formatted).collect(Collectors.joining());
    }

    private static String traffic(GeneratedService service) {
        return service.imports().isEmpty()
                ? ""
                : service.imports().entrySet().stream()
                        .map(link -> "gen:" + link.getKey() + "/api=" + link.getValue())
                        .collect(Collectors.joining(",", "        kube-wasm/traffic: \"", "\"\n"));
    }
}
