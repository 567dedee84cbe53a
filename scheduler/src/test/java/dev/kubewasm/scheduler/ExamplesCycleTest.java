package dev.kubewasm.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All layers together on the examples: YAML and images in, bindings with their wiring and messages out. */
class ExamplesCycleTest {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final List<Binding> bindings = new ArrayList<>();
    private final Map<String, String> messages = new TreeMap<>();

    @Test
    void bindsThePricingGroupToOneNodeProvidersFirst() throws IOException {
        List<SchedulingOutcome> outcomes = runCycle("pricing");

        assertThat(outcomes).hasSize(4).hasOnlyElementsOfType(SchedulingOutcome.Bound.class);
        assertThat(bindings.stream().map(Binding::node).distinct()).hasSize(1).doesNotContain(new NodeName("small"));
        assertThat(bindings.stream().map(b -> b.pod().name()).toList())
                .containsSubsequence("catalog", "calculator", "storefront")
                .containsSubsequence("discounts", "calculator");
        Binding calculator = bindings.stream()
                .filter(b -> b.pod().name().equals("calculator"))
                .findFirst()
                .orElseThrow();
        DecidedWiring wiring = ((Parsed.Valid<DecidedWiring>)
                        WiringAnnotation.parse(calculator.annotations().getOrDefault(WiringAnnotation.KEY, "")))
                .value();
        var imports = Objects.requireNonNull(wiring.containers().get("calculator"));
        assertThat(imports.imports().get("example:pricing/catalog"))
                .isInstanceOfSatisfying(WiredImport.Provider.class, p -> assertThat(p.pod())
                        .contains(new PodKey("pricing", "catalog")));
        assertThat(imports.digest().orElseThrow()).startsWith("sha256:");
    }

    @Test
    void saysOfEachBrokenPodWhatIsWrong() throws IOException {
        runCycle("broken");

        assertThat(messages)
                .containsOnlyKeys("chicken", "classifier", "egg", "invoice", "lobby", "recommender", "shop");
        assertThat(messages.get("invoice")).contains("broken:missing/tax");
        assertThat(messages.get("shop"))
                .contains("discount-pct")
                .contains("f32")
                .contains("f64");
        assertThat(bindings)
                .extracting(b -> b.pod().name())
                .containsExactlyInAnyOrder("greeter-english", "greeter-french", "model", "quotes");
    }

    private List<SchedulingOutcome> runCycle(String example) throws IOException {
        Path folder = ProjectRoot.path().resolve("examples").resolve(example);
        PodFactsFactory factory = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);
        List<Pod> pods = pods(folder);
        ClusterPort cluster = new ClusterPort() {
            @Override
            public Watch watch(ClusterListener listener) {
                Stream.of(node("big-1", "4"), node("big-2", "4"), node("small", "100m"))
                        .forEach(node -> listener.nodeChanged(NodeFactsFactory.observe(node)));
                pods.forEach(pod -> listener.podChanged(factory.observe(pod)));
                listener.synced();
                return () -> {};
            }

            @Override
            public BindAnswer bind(Binding binding) {
                bindings.add(binding);
                return new BindAnswer.Bound();
            }

            @Override
            public void record(PodEvent event) {}

            @Override
            public void markUnschedulable(PodKey pod, Uid uid, String message) {
                messages.put(pod.name(), message);
            }

            @Override
            public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {}

            @Override
            public void preempt(PodKey victim, Uid uid, String message) {}
        };
        try (Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(
                        new OciLayoutArtifactSource(folder.resolve("oci")), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                InstantSource.fixed(Instant.EPOCH),
                SchedulerObserver.NONE)) {
            return scheduler.runCycle().outcomes();
        }
    }

    /** Every Pod, and one Pod of every Deployment under its name; with what RuntimeClass admission adds. */
    private static List<Pod> pods(Path folder) throws IOException {
        List<Pod> pods = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                try (MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    while (documents.hasNext()) {
                        JsonNode document = documents.next();
                        String kind = document.path("kind").asText();
                        if (kind.equals("Pod") || kind.equals("Deployment")) {
                            pods.add(admitted(document, kind));
                        }
                    }
                }
            }
        }
        return pods;
    }

    private static Pod admitted(JsonNode document, String kind) throws IOException {
        ObjectNode root = YAML.createObjectNode();
        JsonNode template = kind.equals("Pod") ? document : document.at("/spec/template");
        ObjectNode metadata = template.get("metadata").deepCopy();
        metadata.set("name", document.at("/metadata/name"));
        metadata.set("namespace", document.at("/metadata/namespace"));
        metadata.put("uid", "uid-" + document.at("/metadata/name").asText());
        root.set("metadata", metadata);
        root.set("spec", template.get("spec"));
        Pod pod = YAML.treeToValue(root, Pod.class);
        pod.getSpec().setNodeSelector(Map.of("kube-wasm/runtime", "jvm"));
        return pod;
    }

    private static Node node(String name, String cpu) {
        try {
            return YAML.readValue("""
                    metadata:
                      name: %s
                      labels: {kube-wasm/runtime: jvm}
                      annotations:
                        kube-wasm/host-interfaces: wasi:cli@0.2.12,wasi:clocks@0.2.12,wasi:filesystem@0.2.12,wasi:io@0.2.12,wasi:random@0.2.12
                    status: {allocatable: {cpu: %s, memory: 8Gi, pods: "110"}}
                    """.formatted(name, cpu), Node.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
