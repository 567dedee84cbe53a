package dev.kubewasm.benchmarks.wit;

import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Text to resolved packages: the world of WASI HTTP with all its packages, and generated packages of three sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
// The slope was 1.11 with the JVM's default collector and heap, which this setting replaced, and 1.08 with it, one run
// each on a shared machine: the largest input is the one that the collector weighs on.
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseParallelGC", "-Xms2g", "-Xmx2g"})
public class WitParserBenchmark {
    /** Where the world of WASI HTTP is in the corpora. */
    static final String WASI_HTTP = "wit/wasi/0.2.12/http";

    /** What is read: {@code wasi-http}, or the size of a generated package. */
    @Param({"wasi-http", "1x", "10x", "100x"})
    public String input = "";

    private Supplier<WitResolution> read = () -> new WitResolution(List.of(), List.of());

    /** Makes the text, or finds the folder: {@code wasi-http} needs the corpora folder in the property {@code corpora}. */
    @Setup
    public void find() {
        if (input.equals("wasi-http")) {
            Path folder = Path.of(System.getProperty("corpora", "."), WASI_HTTP);
            read = () -> Wit.resolveFolder(folder);
        } else {
            List<WitSource> sources = List.of(new WitSource("generated.wit", GeneratedWit.text(input)));
            read = () -> Wit.resolve(sources);
        }
    }

    /** Text in, resolved packages out; for {@code wasi-http} with reading its files. */
    @Benchmark
    public WitResolution parseAndResolve() {
        WitResolution resolution = read.get();
        if (!resolution.ok()) {
            throw new IllegalStateException(resolution.render());
        }
        return resolution;
    }
}
