package dev.kubewasm.cli.wast;

import dev.kubewasm.wit.binary.Proposal;
import java.util.AbstractSet;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/** All proposals as far as a validator can tell, which keeps those that it asks for. */
final class UsedProposals extends AbstractSet<Proposal> {
    private final Set<Proposal> used = EnumSet.noneOf(Proposal.class);

    /** Those that were asked for. */
    Set<Proposal> used() {
        return used;
    }

    @Override
    public boolean contains(Object proposal) {
        used.add((Proposal) proposal);
        return true;
    }

    @Override
    public Iterator<Proposal> iterator() {
        return Proposal.ALL.iterator();
    }

    @Override
    public int size() {
        return Proposal.ALL.size();
    }
}
