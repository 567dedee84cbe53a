package dev.kubewasm.cli.options;

import dev.kubewasm.wit.binary.Proposal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The values of {@code --features}, with the meaning that they have for {@code wasm-tools validate}. */
public final class FeatureList {
    private FeatureList() {}

    /**
     * The proposals that are on.
     *
     * @param spec of the command that has the option
     * @param names added to those that are on by default; with a minus taken away; {@code all} and {@code default} stand
     *     for several
     * @throws ParameterException if one of them is none
     */
    public static Set<Proposal> read(CommandSpec spec, Collection<String> names) {
        Set<Proposal> on = EnumSet.copyOf(Proposal.DEFAULT);
        for (String name : names) {
            boolean off = name.startsWith("-");
            Set<Proposal> meant = meant(spec, off ? name.substring(1) : name);
            if (off) {
                on.removeAll(meant);
            } else {
                on.addAll(meant);
            }
        }
        return on;
    }

    private static Set<Proposal> meant(CommandSpec spec, String name) {
        return switch (name) {
            case "all" -> Proposal.ALL;
            case "default" -> Proposal.DEFAULT;
            default ->
                Proposal.named(name)
                        .map(Set::of)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--features: `" + name + "` is no feature; there are: "
                                        + Stream.of(Proposal.values())
                                                .map(Proposal::text)
                                                .collect(Collectors.joining(", "))));
        };
    }
}
