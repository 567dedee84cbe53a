package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.testkit.Mutations;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.binary.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reference accepts is accepted, what it refuses is refused: on mutants of the corpora's binaries. */
class ReferenceAgreementTest {
    private static final String REFERENCE = "wasm-tools 1.262.";

    /**
     * Where this reference is ahead of the revision of the specification that the corpus has, whose scripts want these
     * accepted: the option {@code cancellable} is gone, and labels that differ in a hyphen before a digit only are alike.
     */
    private static final List<String> LATER_RULES =
            List.of("historically accepted as `cancellable`", "conflicts with previous name");

    /** What no proposal of ours is for is off there too. */
    private static final String ALL = "all,-stack-switching,-custom-descriptors,-legacy-exceptions,-memory-control,"
            + "-cm-forward,-cm-accessors";

    @ParameterizedTest
    @CsvSource({"default, 1, 5000", "all, 2, 5000"})
    void mutantsAreTakenAsTheReferenceTakesThem(
            String features, int series, int full, @TempDir Path temp, TestReporter reporter) throws Exception {
        ExternalTools tools = ExternalTools.require("python3", "wasm-tools");
        String version = tools.run(temp, "wasm-tools", "--version").out();
        Assumptions.assumeTrue(version.startsWith(REFERENCE), () -> REFERENCE + "* is wanted, here is " + version);
        boolean all = features.equals("all");
        Set<Proposal> proposals = all ? Proposal.ALL : Proposal.DEFAULT;
        Map<String, Optional<String>> problems = mutants(temp, proposals, series, Scale.cases(full));

        List<String> arguments = new ArrayList<>(List.of(
                Path.of("src/test/resources/reference/validate_all.py")
                        .toAbsolutePath()
                        .toString(),
                temp.toString()));
        if (all) {
            arguments.addAll(List.of("--features", ALL));
        }
        String verdicts =
                tools.run(temp, "python3", arguments.toArray(String[]::new)).out();
        List<String> disagreements = new ArrayList<>();
        int accepted = 0;
        int later = 0;
        for (String line : verdicts.lines().toList()) {
            String[] parts = line.split("\t", -1);
            Optional<String> problem = problems.remove(parts[0]);
            assertThat(problem).as(line).isNotNull();
            boolean acceptedThere = parts[1].isEmpty();
            boolean acceptedHere = problem.isEmpty();
            accepted += acceptedThere ? 1 : 0;
            if (acceptedHere && LATER_RULES.stream().anyMatch(parts[1]::contains)) {
                later++;
            } else if (acceptedHere != acceptedThere) {
                disagreements.add("%s: here %s, there %s"
                        .formatted(parts[0], problem.orElse("accepted"), acceptedThere ? "accepted" : parts[1]));
            }
        }
        reporter.publishEntry(Map.of(
                "mutants", Integer.toString(Scale.cases(full)),
                "accepted there", Integer.toString(accepted),
                "refused for a later rule", Integer.toString(later)));
        assertThat(problems).as("mutants without a verdict").isEmpty();
        assertThat(disagreements)
                .as("of %s mutants, %s accepted there, %s refused for a later rule", Scale.cases(full), accepted, later)
                .isEmpty();
        assertThat(accepted).as("accepted mutants").isPositive();
    }

    /** Half of them changed in one byte, from seeds that are valid, so that many are valid still. */
    private static Map<String, Optional<String>> mutants(Path folder, Set<Proposal> proposals, int series, int count)
            throws IOException {
        List<byte[]> seeds = Mutants.corpus();
        List<byte[]> valid = seeds.stream()
                .filter(s -> Mutants.problem(s, proposals).isEmpty())
                .toList();
        Mutations mutations = new Mutations(seeds);
        Map<String, Optional<String>> mutants = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Random random = Mutations.random(series * 1_000_000L + i);
            byte[] bytes = random.nextBoolean()
                    ? Mutations.small(valid.get(random.nextInt(valid.size())), random)
                    : mutations.of(seeds.get(random.nextInt(seeds.size())), random);
            String name = "mutant-%05d.wasm".formatted(i);
            Files.write(folder.resolve(name), bytes);
            mutants.put(name, Mutants.problem(bytes, proposals));
        }
        return mutants;
    }
}
