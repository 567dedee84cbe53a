package dev.kubewasm.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.ImportSupplier.Link;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components out of real toolchains on these interfaces. */
class WasiComponentsTest {
    private static final String HELLO = """
            hello from ["hello-cli", "a", "b"]
            GREETING=None
            clock-ok=true
            sum=14
            stdin=0 bytes
            file error kind=Uncategorized
            """;

    private static final Map<Path, CompiledComponent> COMPILED = new HashMap<>();

    private static ComponentRuntime runtime;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        runtime = ComponentRuntime.builder().build();
    }

    @AfterAll
    static void stop() {
        COMPILED.clear();
        runtime.close();
    }

    @Test
    void aRustProgramSeesItsArgumentsClockInputAndExits() {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-cli.wasm"));
        assertThat(runUntilExit(hello, "wasi:cli/run@0.2.12#run", helloContext().build()))
                .isEqualTo(1);
        assertThat(out).hasToString(HELLO);
        assertThat(err).hasToString("to stderr\n");
    }

    @Test
    void aRustProgramSeesItsEnvironmentAndInput() {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-cli.wasm"));
        HostContext context = helloContext()
                .environment(Map.of("GREETING", "good day"))
                .stdin(new ByteArrayInputStream(new byte[100_000]))
                .build();
        assertThat(runUntilExit(hello, "wasi:cli/run@0.2.12#run", context)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("GREETING=Some(\"good day\")")
                .contains("stdin=100000 bytes");
    }

    @Test
    void aRustProgramReadsAFileOfAFolderGivenToIt() throws IOException {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-cli.wasm"));
        Preopen data = new Preopen("/data", folder, false);
        assertThat(runUntilExit(
                        hello,
                        "wasi:cli/run@0.2.12#run",
                        helloContext().preopens(List.of(data)).build()))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("file error kind=NotFound");

        Files.writeString(folder.resolve("in.txt"), "what the file says");
        out.reset();
        assertThat(runUntilExit(
                        hello,
                        "wasi:cli/run@0.2.12#run",
                        helloContext().preopens(List.of(data)).build()))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("what the file says");
    }

    @Test
    void anOlderPatchVersionIsServed() {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-wasip2-negative.wasm"));
        assertThat(runUntilExit(hello, "wasi:cli/run@0.2.6#run", helloContext().build()))
                .isEqualTo(1);
        assertThat(out).hasToString(HELLO);
    }

    @Test
    void aProgramThatWaitsForInputCanBeInterrupted() {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-cli.wasm"));
        HostContext context =
                helloContext().stdin(new EndlessInput(Thread.currentThread())).build();
        assertThatThrownBy(() -> runUntilExit(hello, "wasi:cli/run@0.2.12#run", context))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED))
                .hasMessageContaining("WASI");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callingImportsWhileTheHostAllocatesTraps() {
        CompiledComponent hello = compile(Corpora.require("components/singles/hello-wasip2-negative.wasm"));
        HostContext context =
                helloContext().preopens(List.of(new Preopen("/", folder, true))).build();
        assertThatThrownBy(() -> runUntilExit(hello, "wasi:cli/run@0.2.6#run", context))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.REENTRANCE));
    }

    @Test
    void aGoComponentStartsAndAnswers() {
        CompiledComponent catalog = compile(Corpora.require("components/singles/go-catalog.wasm"));
        try (ComponentInstance instance =
                instantiate(catalog, HostContext.builder().build(), Map.of())) {
            assertThat(instance.function("example:pricing/catalog#base-price")
                            .orElseThrow()
                            .call(List.of(Val.str("widget"))))
                    .isPresent();
        }
    }

    @Test
    void theStorefrontOfTheExampleReadsItsEnvironment() throws IOException {
        Map<String, CompiledComponent> example = example();
        try (ComponentInstance catalog = plain(example, "example:pricing/catalog#base-price");
                ComponentInstance discounts = plain(example, "example:pricing/discounts#percent");
                ComponentInstance calculator = instantiate(
                        component(example, "example:pricing/calculator#calculate"),
                        HostContext.builder().build(),
                        Map.of(
                                "example:pricing/catalog", link(catalog, "example:pricing/catalog"),
                                "example:pricing/discounts", link(discounts, "example:pricing/discounts")));
                ComponentInstance storefront = instantiate(
                        component(example, "run"),
                        HostContext.builder()
                                .environment(Map.of("SKUS", "b,nope"))
                                .stderr(err)
                                .build(),
                        Map.of("example:pricing/calculator", link(calculator, "example:pricing/calculator")))) {
            Optional<Val> text = storefront.function("run").orElseThrow().call(List.of());
            assertThat(((Val.Str) text.orElseThrow()).value())
                    .contains("b              25.50    7.5%     23.59", "nope        not sold")
                    .doesNotContain("promo");
            assertThat(err.size()).isPositive();
        }
    }

    /** Never gives a byte; interrupts {@code waiting} once it is asked for some. */
    private static final class EndlessInput extends InputStream {
        private final Thread waiting;

        EndlessInput(Thread waiting) {
            this.waiting = waiting;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            waiting.interrupt();
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private HostContext.Builder helloContext() {
        return HostContext.builder()
                .arguments(List.of("hello-cli", "a", "b"))
                .stdout(out)
                .stderr(err);
    }

    private static int runUntilExit(CompiledComponent component, String function, HostContext context) {
        try (ComponentInstance instance = instantiate(component, context, Map.of())) {
            Optional<Val> result = instance.function(function).orElseThrow().call(List.of());
            throw new AssertionError("it returned " + result);
        } catch (ComponentExit exit) {
            return exit.status();
        }
    }

    private static ComponentInstance instantiate(
            CompiledComponent component, HostContext context, Map<String, Link> links) {
        return runtime.instantiate(
                "test",
                component,
                ImportSupplier.forAll(component.imports(), Wasi.hostInterfaces(), links),
                context,
                InstanceLimits.DEFAULT);
    }

    private static ComponentInstance plain(Map<String, CompiledComponent> example, String function) {
        return instantiate(component(example, function), HostContext.builder().build(), Map.of());
    }

    private static CompiledComponent component(Map<String, CompiledComponent> example, String function) {
        return Optional.ofNullable(example.get(function)).orElseThrow();
    }

    private static Link link(ComponentInstance provider, String exportName) {
        return new Link(provider, exportName, Duration.ofMinutes(1));
    }

    private static CompiledComponent compile(Path file) {
        return COMPILED.computeIfAbsent(file, path -> {
            try {
                return compile(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static CompiledComponent compile(byte[] binary) {
        return runtime.compile(ComponentTypes.resolve(ComponentDecoder.decode(binary)));
    }

    /** The components of the pricing example, by a function that each exports. */
    private static Map<String, CompiledComponent> example() throws IOException {
        Map<String, CompiledComponent> found = new HashMap<>();
        try (Stream<Path> blobs = Files.list(ProjectRoot.path().resolve("examples/pricing/oci/blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                byte[] binary = Files.readAllBytes(blob);
                if (binary.length > 4 && binary[0] == 0 && binary[1] == 'a') {
                    CompiledComponent component = compile(binary);
                    component.functions().keySet().forEach(function -> found.put(function, component));
                }
            }
        }
        return found;
    }
}
