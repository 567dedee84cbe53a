package dev.kubewasm.cli.simulate;

import dev.kubewasm.simulations.generate.ClusterShape;
import dev.kubewasm.simulations.generate.GeneratedService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is made up, as Kubernetes YAML that any cluster would take. */
final class GeneratedManifests {
    private GeneratedManifests() {}

    /** The nodes. */
    static String nodes(ClusterShape shape) {
        return IntStream.range(0, shape.nodes())
                .mapToObj(i -> """
                        apiVersion: v1
                        kind: Node
                        metadata:
                          name: node-%1$d
                          labels: {kube-wasm/runtime: jvm, topology.kubernetes.io/zone: zone-%2$d}
                        status:
                          allocatable: {cpu: "%3$d", memory: %4$dGi, pods: "250"}
                        """.formatted(i, i % shape.zones(), shape.nodeCpus(), shape.nodeGibibytes()))
                .collect(Collectors.joining("---\n"));
    }

    /** The Deployments. Imports are preferred links, weighted by their traffic. */
    static String services(List<GeneratedService> services) {
        return services.stream().map(GeneratedManifests::service).collect(Collectors.joining("---\n"));
    }

    private static String service(GeneratedService service) {
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
                      annotations:
                        kube-wasm/links: preferred
                %6$s        kube-wasm/wit: |
                          package gen:%1$s;
                          interface api { call: func(request: string) -> string; }
                          world component {
                %5$s            export api;
                          }
                %7$s    spec:
                      schedulerName: kube-wasm
                      containers:
                        - name: main
                          image: registry.example.com/%1$s:v1
                          resources: {requests: {cpu: %3$dm, memory: %4$dMi}}
                """.formatted(
                        service.name(),
                        service.replicas(),
                        service.cpuMilli(),
                        service.memoryMebibytes(),
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
