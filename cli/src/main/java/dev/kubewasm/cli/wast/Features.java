package dev.kubewasm.cli.wast;

import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proposals that the binaries of a script may use. A script doesn't say which it is for. Where its user doesn't
 * either, what must be valid may use all of them; what must be refused may be refused because it uses one that is off by
 * default and that no valid binary of the script uses.
 */
final class Features {
    private final Script script;
    private final Optional<Set<Proposal>> given;
    private @Nullable Set<Proposal> used;

    /**
     * The proposals for {@code script}.
     *
     * @param given by the user; empty if nothing was
     */
    Features(Script script, Optional<Set<Proposal>> given) {
        this.script = script;
        this.given = given;
    }

    /** Those that anything may use. */
    Set<Proposal> widest() {
        return given.orElse(Proposal.ALL);
    }

    /** Those that what must be refused may use. */
    Set<Proposal> narrowest() {
        if (given.isPresent()) {
            return given.get();
        }
        Set<Proposal> known = used;
        if (known == null) {
            known = EnumSet.copyOf(Proposal.DEFAULT);
            for (ScriptCommand command : script.commands()) {
                known.addAll(usedBy(command));
            }
            used = known;
        }
        return known;
    }

    private static Set<Proposal> usedBy(ScriptCommand command) {
        Optional<Path> file =
                switch (command) {
                    case ScriptCommand.Load load -> load.binary().file();
                    case ScriptCommand.Define define -> define.binary().file();
                    default -> Optional.empty();
                };
        UsedProposals proposals = new UsedProposals();
        if (file.isPresent()) {
            try {
                Definition.decode(ComponentDecoder.read(file.get())).validate(proposals);
            } catch (MalformedBinaryException e) {
                // The command itself fails, and says why.
                return Set.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return proposals.used();
    }
}
