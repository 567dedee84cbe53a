package dev.kubewasm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What the reference says of binaries: {@code wasm-tools validate}, in the one version whose rules this project has. */
public final class ReferenceValidator {
    /** Major and minor version of wasm-tools; {@code .ci/run} installs it and {@code ./verify} says whether it was there. */
    public static final String VERSION = "1.262";

    /** The value of {@code --features} that has all proposals on, those excepted that this project has no words for. */
    public static final String ALL_FEATURES = "all,-stack-switching,-custom-descriptors,-legacy-exceptions,"
            + "-memory-control,-cm-forward,-cm-accessors";

    /**
     * Where this reference is ahead of the revision of the specification that the corpus has, whose scripts want these
     * accepted: the option {@code cancellable} is gone, and labels that differ in a hyphen before a digit only are alike.
     */
    private static final List<String> LATER_RULES =
            List.of("historically accepted as `cancellable`", "conflicts with previous name");

    private static final String SCRIPT = "validate_all.py";

    private final ExternalTools tools;
    private final Path scratch;

    private ReferenceValidator(ExternalTools tools, Path scratch) {
        this.tools = tools;
        this.scratch = scratch;
    }

    /**
     * The verdict on a binary.
     *
     * @param problem why it isn't valid; empty if it is
     */
    public record Verdict(Optional<String> problem) {
        /** Whether it is valid. */
        public boolean accepted() {
            return problem.isEmpty();
        }

        /** Whether it isn't only for a rule that is newer than the specification's tests. */
        public boolean isForLaterRule() {
            return problem.stream().anyMatch(p -> LATER_RULES.stream().anyMatch(p::contains));
        }
    }

    /** The reference; skips the test if it isn't there or is another version. {@code scratch} is for files of its own. */
    public static ReferenceValidator require(Path scratch) throws IOException, InterruptedException {
        ExternalTools tools = ExternalTools.require("python3", "wasm-tools");
        String here = tools.run(scratch, "wasm-tools", "--version").out().strip();
        Assumptions.assumeTrue(
                here.startsWith("wasm-tools " + VERSION + "."),
                () -> "wasm-tools " + VERSION + " is wanted, here is " + here);
        return new ReferenceValidator(tools, scratch);
    }

    /**
     * The verdicts on all {@code *.wasm} in {@code folder}, by file name.
     *
     * @param features the value of {@code --features}; empty for the default
     */
    public Map<String, Verdict> verdicts(Path folder, Optional<String> features)
            throws IOException, InterruptedException {
        Path script = scratch.resolve(SCRIPT);
        try (InputStream in = Objects.requireNonNull(ReferenceValidator.class.getResourceAsStream(SCRIPT))) {
            Files.write(script, in.readAllBytes());
        }
        ExternalTools.Output output = tools.run(
                scratch,
                "python3",
                Stream.concat(
                                Stream.of(script.toString(), folder.toString()),
                                features.stream().flatMap(f -> Stream.of("--features", f)))
                        .toArray(String[]::new));
        assertThat(output.status()).as(output.err()).isZero();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        output.out().lines().forEach(line -> {
            String[] parts = line.split("\t", -1);
            verdicts.put(parts[0], new Verdict(Optional.of(parts[1]).filter(message -> !message.isEmpty())));
        });
        return verdicts;
    }
}
