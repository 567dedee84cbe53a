package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Section;
import java.util.Set;

/** Where the check of a component is, for errors, and how much work it may still do. One per check; not thread-safe. */
public final class Validation {
    /**
     * Steps that rewriting and comparing types may take in all. The largest real components take some 10,000; a step
     * keeps some 100 bytes at most, so this bounds memory as well as time.
     */
    private static final int MAX_STEPS = 1_000_000;

    private final Set<Proposal> proposals;
    private int offset;
    private Section section = Section.PREAMBLE;
    private int steps;

    /** A check with {@code proposals} on. */
    Validation(Set<Proposal> proposals) {
        this.proposals = proposals;
    }

    /** Whether {@code proposal} is on. */
    public boolean has(Proposal proposal) {
        return proposals.contains(proposal);
    }

    /** The proposals that are on. */
    public Set<Proposal> proposals() {
        return proposals;
    }

    /** Fails unless {@code proposal} is on; {@code what} needs it. */
    public void require(Proposal proposal, String what) {
        if (!has(proposal)) {
            throw error("%s needs %s, which is off".formatted(what, proposal.text()));
        }
    }

    /** Errors are at {@code offset} of {@code section} from now on. */
    void at(int offset, Section section) {
        this.offset = offset;
        this.section = section;
    }

    /** Errors are at {@code offset} of the same section from now on. */
    void at(int offset) {
        this.offset = offset;
    }

    /** An error where the check is. */
    public MalformedBinaryException error(String problem) {
        return new MalformedBinaryException(offset, section, problem);
    }

    /** Counts a unit of work on types. */
    public void step() {
        steps(1);
    }

    /** Counts {@code count} units of work on types. */
    public void steps(int count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw error("types are too complex: more than %d steps to compare them".formatted(MAX_STEPS));
        }
    }
}
