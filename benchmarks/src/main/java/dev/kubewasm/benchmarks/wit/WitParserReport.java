package dev.kubewasm.benchmarks.wit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link WitParserBenchmark} and says what it comes to: time and allocation per byte, the slope of time against
 * size, and, beside it, the reference tool's whole process and ours on the largest package.
 */
public final class WitParserReport {
    private static final String WASI = "wasi-http";
    private static final List<String> SIZES = List.of("1x", "10x", "100x");

    private WitParserReport() {}

    /** An input as measured: its size, microseconds per reading, bytes allocated per reading. */
    private record Row(String input, long bytes, double micros, double allocated) {
        private String text() {
            return "%-10s %10d bytes %12.0f us %8.1f ns/byte %8.1f bytes allocated/byte"
                    .formatted(input, bytes, micros, micros * 1000 / bytes, allocated / bytes);
        }
    }

    /**
     * Runs everything.
     *
     * @param args the project's folder, and how many times to run whole processes
     */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Path project = Path.of(args[0]);
        int runs = Integer.parseInt(args[1]);
        String corpora = System.getenv().getOrDefault("KUBE_WASM_CORPORA", project.resolve("../shared/corpora") + "");
        Path wasi = Path.of(corpora, WitParserBenchmark.WASI_HTTP);
        Map<String, Long> bytes = new HashMap<>();
        for (String size : SIZES) {
            bytes.put(size, (long) GeneratedWit.text(size).getBytes(StandardCharsets.UTF_8).length);
        }
        if (Files.isDirectory(wasi)) {
            bytes.put(WASI, size(wasi));
        } else {
            System.out.println(WASI + " is left out: there is no folder " + wasi + " (set KUBE_WASM_CORPORA)");
        }
        Map<String, Row> rows = measure(corpora, bytes);
        rows.values().stream().map(Row::text).sorted().forEach(System.out::println);
        Row small = rows.get("1x");
        Row large = rows.get("100x");
        if (small != null && large != null) {
            System.out.printf(
                    "slope of time against size, 1x to 100x: %.2f (1 is linear)%n",
                    Math.log(large.micros / small.micros) / Math.log((double) large.bytes / small.bytes));
        }
        wholeProcesses(project, runs);
    }

    private static Map<String, Row> measure(String corpora, Map<String, Long> bytes) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(WitParserBenchmark.class.getName())
                .param("input", bytes.keySet().toArray(String[]::new))
                .jvmArgsAppend("-Dcorpora=" + corpora)
                .addProfiler(GCProfiler.class);
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, Row> rows = new HashMap<>();
        for (RunResult result : results) {
            String input = result.getParams().getParam("input");
            double allocated = Objects.requireNonNull(
                            result.getSecondaryResults().get("gc.alloc.rate.norm"), "allocation profiler")
                    .getScore();
            rows.put(
                    input,
                    new Row(
                            input,
                            bytes.getOrDefault(input, 1L),
                            result.getPrimaryResult().getScore(),
                            allocated));
        }
        return rows;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wit"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Our command and the reference tool read the 100x package and print it as JSON, in turn. */
    private static void wholeProcesses(Path project, int runs) throws IOException, InterruptedException {
        Optional<Path> tool = find("wasm-tools");
        if (tool.isEmpty()) {
            System.out.println("no comparison with wasm-tools: it is not on the PATH");
            return;
        }
        Path input = Files.createTempFile("generated", ".wit");
        try {
            Files.writeString(input, GeneratedWit.text("100x"));
            List<String> ours = List.of(project.resolve("kube-wasm").toString(), "wit", "print", "--json", input + "");
            List<String> theirs = List.of(tool.get().toString(), "component", "wit", "--json", input + "");
            long[] a = new long[runs];
            long[] b = new long[runs];
            run(ours);
            for (int i = 0; i < runs; i++) {
                a[i] = run(ours);
                b[i] = run(theirs);
            }
            System.out.printf(
                    "whole process on 100x, median of %d: kube-wasm %d ms, wasm-tools %d ms, ratio %.2f%n",
                    runs, median(a), median(b), (double) median(a) / median(b));
        } finally {
            Files.delete(input);
        }
    }

    private static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static long run(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status = new ProcessBuilder(new ArrayList<>(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(command + " ended with status " + status);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
