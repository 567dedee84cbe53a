package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.manifest.Manifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The OpenB trace (Alibaba, cluster-trace-gpu-v2023) as Kubernetes objects: nodes and Pods of its CSV files, all Pods pending, the
 * oldest first. GPUs are a resource in thousandths ({@value #GPU}) of the node: that a share must be of one GPU is not told.
 */
final class OpenbManifests {
    private static final String GPU = "alibabacloud.com/gpu-milli";
    private static final String MODEL = "alibabacloud.com/gpu-model";
    private static final long MAX_BYTES = 64L << 20;
    private static final List<String> NODE_FIELDS = List.of("sn", "cpu_milli", "memory_mib", "gpu", "model");
    private static final List<String> POD_FIELDS =
            List.of("name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "creation_time");

    private OpenbManifests() {}

    /** @throws UnusableScenarioException if a file or a field of one can't be read; it is named */
    static List<Manifest> of(Path nodes, Path pods) throws UnusableScenarioException {
        List<Manifest> manifests = new ArrayList<>();
        for (Row row : rows(nodes, NODE_FIELDS)) {
            manifests.add(new Manifest(nodes, row.line(), node(row)));
        }
        for (Row row : rows(pods, POD_FIELDS)) {
            manifests.add(new Manifest(pods, row.line(), pod(row)));
        }
        return manifests;
    }

    private static HasMetadata node(Row row) throws UnusableScenarioException {
        NodeBuilder node = new NodeBuilder()
                .withNewMetadata()
                .withName(row.text("sn"))
                .addToLabels("kubernetes.io/hostname", row.text("sn"))
                .endMetadata()
                .withNewStatus()
                .addToAllocatable("cpu", new Quantity(row.number("cpu_milli") + "m"))
                .addToAllocatable("memory", new Quantity(row.number("memory_mib") + "Mi"))
                .addToAllocatable("pods", new Quantity("1000"))
                .endStatus();
        if (row.number("gpu") > 0) {
            node.editMetadata()
                    .addToLabels(MODEL, row.text("model"))
                    .endMetadata()
                    .editStatus()
                    .addToAllocatable(GPU, new Quantity(String.valueOf(1_000 * row.number("gpu"))))
                    .endStatus();
        }
        return node.build();
    }

    private static HasMetadata pod(Row row) throws UnusableScenarioException {
        Map<String, Quantity> requests = new HashMap<>();
        requests.put("cpu", new Quantity(row.number("cpu_milli") + "m"));
        requests.put("memory", new Quantity(row.number("memory_mib") + "Mi"));
        long gpus = row.number("num_gpu");
        if (gpus > 0) {
            requests.put(GPU, new Quantity(String.valueOf(gpus == 1 ? row.number("gpu_milli") : 1_000 * gpus)));
        }
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(row.text("name"))
                .withCreationTimestamp(
                        Instant.ofEpochSecond(row.number("creation_time")).toString())
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/openb:v1")
                .withNewResources()
                .withRequests(requests)
                .endResources()
                .endContainer()
                .endSpec();
        if (!row.text("gpu_spec").isEmpty()) {
            pod.editSpec()
                    .withNewAffinity()
                    .withNewNodeAffinity()
                    .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .addNewNodeSelectorTerm()
                    .addNewMatchExpression()
                    .withKey(MODEL)
                    .withOperator("In")
                    .withValues(row.text("gpu_spec").split("\\|"))
                    .endMatchExpression()
                    .endNodeSelectorTerm()
                    .endRequiredDuringSchedulingIgnoredDuringExecution()
                    .endNodeAffinity()
                    .endAffinity()
                    .endSpec();
        }
        return pod.build();
    }

    /** A line of a file; its fields have no quotes. */
    private record Row(Path file, int line, Map<String, Integer> columns, List<String> values) {
        String text(String field) throws UnusableScenarioException {
            int column = columns.getOrDefault(field, -1);
            if (column < 0 || column >= values.size()) {
                throw unusable("has no field `" + field + "`");
            }
            return values.get(column);
        }

        long number(String field) throws UnusableScenarioException {
            String text = text(field);
            try {
                long number = Long.parseLong(text);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw unusable("field `" + field + "` is '" + text + "', must be a whole number, 0 or more");
        }

        private UnusableScenarioException unusable(String why) {
            return new UnusableScenarioException(file + ":" + line + ": " + why);
        }
    }

    private static List<Row> rows(Path file, List<String> fields) throws UnusableScenarioException {
        List<String> lines = lines(file);
        Map<String, Integer> columns = new HashMap<>();
        List<String> header = lines.isEmpty() ? List.of() : fields(lines.getFirst());
        for (int i = 0; i < header.size(); i++) {
            columns.put(header.get(i), i);
        }
        for (String field : fields) {
            if (!columns.containsKey(field)) {
                throw new UnusableScenarioException(file + ":1: no column `" + field + "`: an OpenB file has "
                        + String.join(", ", fields) + " in its first line");
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(new Row(file, i + 1, columns, fields(lines.get(i))));
            }
        }
        return rows;
    }

    private static List<String> fields(String line) {
        return Arrays.asList(line.strip().split(",", -1));
    }

    private static List<String> lines(Path file) throws UnusableScenarioException {
        try {
            if (!Files.exists(file)) {
                throw new UnusableScenarioException(file + ": no such file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableScenarioException(
                        file + ": has " + Files.size(file) + " bytes; at most " + MAX_BYTES + " are read");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableScenarioException(file + ": can't be read as UTF-8 text: " + e);
        }
    }
}
