package dev.kubewasm.placement.affinity.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Places containers that fit nowhere though there is room in all: what is free on several machines is brought together
 * on one, by exchanging larger containers there for smaller ones elsewhere.
 */
final class Repair {
    /** The machines tried for each container: those with the most free. */
    private static final int TARGETS = 8;
    /** After so many containers in a row that could not be placed, no more are tried. */
    private static final int GIVE_UP = 8;
    /** The most exchanges for one container. */
    private static final int EXCHANGES = 256;

    /** The most exchanges that are looked at: what takes longer is left to local search. */
    private static final long LOOKS = 30_000_000;

    private final Ledger ledger;
    private final Instance instance;
    private final MachineOrder order;
    private final Scarcity scarcity;
    private final BooleanSupplier overdue;
    private long looks;

    /** One container of {@code leaving} goes from {@code target} to {@code other}, one of {@code coming} the other way, if any. */
    private record Swap(int leaving, int coming, int target, int other) {}

    private static final int NOTHING = -1;

    Repair(Ledger ledger, MachineOrder order, Scarcity scarcity, BooleanSupplier overdue) {
        this.ledger = ledger;
        this.instance = ledger.instance();
        this.order = order;
        this.scarcity = scarcity;
        this.overdue = overdue;
    }

    /** Places what is missing of these services; whether it could all be placed. */
    boolean place(int[] services) {
        int failed = 0;
        for (int service : services) {
            int missing = ledger.missing(service);
            for (int i = 0; i < missing; i++) {
                if (place(service)) {
                    failed = 0;
                } else if (++failed == GIVE_UP || isOver()) {
                    return false;
                } else {
                    break;
                }
            }
        }
        for (int service : services) {
            if (ledger.missing(service) > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isOver() {
        return looks > LOOKS || overdue.getAsBoolean();
    }

    private boolean place(int service) {
        List<Integer> targets = new ArrayList<>();
        MachineOrder.Entry entry = order.emptiest();
        while (entry != null && targets.size() < TARGETS) {
            if (couldTake(service, entry.machine())) {
                targets.add(entry.machine());
            }
            entry = order.before(entry);
        }
        // Those that talk to nobody are moved for nothing, so they are tried alone first.
        for (boolean talkersToo : new boolean[] {false, true}) {
            for (int target : targets) {
                if (gather(service, target, talkersToo)) {
                    order.add(service, target, 1);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an empty machine could take it, and its rules. */
    private boolean couldTake(int service, int machine) {
        if (!instance.couldHold(service, machine)) {
            return false;
        }
        for (int rule : instance.rules[service]) {
            if (ledger.ruled(rule, machine) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Exchanges until the target has room for one more container; if that can't be, all is as before. */
    private boolean gather(int service, int target, boolean talkersToo) {
        List<Swap> done = new ArrayList<>();
        boolean progress = true;
        while (progress && done.size() < EXCHANGES) {
            progress = false;
            List<Integer> others = new ArrayList<>();
            for (MachineOrder.Entry e = order.emptiest(); e != null; e = order.before(e)) {
                others.add(e.machine());
            }
            for (int other : others) {
                if (ledger.room(service, target) > 0) {
                    return true;
                }
                if (isOver()) {
                    progress = false;
                    break;
                }
                Swap swap = other == target ? null : best(service, target, other, talkersToo);
                if (swap != null) {
                    apply(swap, 1);
                    done.add(swap);
                    progress = true;
                }
            }
        }
        for (Swap swap : done.reversed()) {
            apply(swap, -1);
        }
        return false;
    }

    private void apply(Swap swap, int direction) {
        order.add(swap.leaving(), swap.target(), -direction);
        order.add(swap.leaving(), swap.other(), direction);
        if (swap.coming() != NOTHING) {
            order.add(swap.coming(), swap.other(), -direction);
            order.add(swap.coming(), swap.target(), direction);
        }
    }

    /** The exchange with another machine that lessens most what the target lacks for one more container. */
    private @Nullable Swap best(int service, int target, int other, boolean talkersToo) {
        @Nullable Swap best = null;
        double most = 0;
        for (int i = 0; i < ledger.residents(target); i++) {
            int leaving = ledger.resident(target, i);
            if (!mayMove(leaving, other, talkersToo)) {
                continue;
            }
            for (int j = -1; j < ledger.residents(other); j++) {
                int coming = j < 0 ? NOTHING : ledger.resident(other, j);
                if (coming == leaving || (coming != NOTHING && !mayMove(coming, target, talkersToo))) {
                    continue;
                }
                looks++;
                double relief = relief(service, target, other, leaving, coming);
                if (relief > most) {
                    most = relief;
                    best = new Swap(leaving, coming, target, other);
                }
            }
        }
        return best;
    }

    private boolean mayMove(int service, int to, boolean talkersToo) {
        return instance.rules[service].length == 0
                && (talkersToo || !instance.talks(service))
                && instance.allows(service, to);
    }

    /** By how much an exchange lessens what the target lacks; 0 if the other machine has no room for it. */
    private double relief(int service, int target, int other, int leaving, int coming) {
        double relief = 0;
        for (int r = 0; r < instance.resources; r++) {
            long freed = instance.request[leaving][r] - (coming == NOTHING ? 0 : instance.request[coming][r]);
            if (freed > ledger.free(other, r)) {
                return 0;
            }
            long before = ledger.free(target, r) - instance.request[service][r];
            long after = before + freed;
            if (ledger.free(target, r) + freed < 0) {
                return 0;
            }
            relief += scarcity.of(r, Math.min(0, after) - Math.min(0, before));
        }
        return relief;
    }
}
