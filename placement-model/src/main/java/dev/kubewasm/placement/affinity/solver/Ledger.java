package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.util.Arrays;

/**
 * What a placement amounts to, kept up to date as spreads are replaced: what is free, who is where, and the score. A
 * change costs as much as the service has machines, and as many neighbours for each machine that changes.
 */
final class Ledger {
    private final Instance instance;
    private final Spread[] spreads;
    private final long[][] free;
    private final int[][] residents;
    private final int[] residentCount;
    /** How many of its containers are placed nowhere, by service. */
    private final int[] missing;

    /** The services of which any are missing, and the position of each in that list. */
    private final int[] incomplete;

    private final int[] incompletePosition;
    private int incompleteCount;
    private long gained;
    private long overload;
    private long conflicts;
    private long placed;

    /** With nothing placed. */
    Ledger(Instance instance) {
        this.instance = instance;
        spreads = new Spread[instance.services];
        Arrays.fill(spreads, Spread.NONE);
        free = new long[instance.machines][];
        for (int m = 0; m < instance.machines; m++) {
            free[m] = instance.capacity[m].clone();
        }
        residents = new int[instance.machines][4];
        residentCount = new int[instance.machines];
        missing = instance.count.clone();
        incomplete = new int[instance.services];
        incompletePosition = new int[instance.services];
        for (int s = 0; s < instance.services; s++) {
            if (missing[s] > 0) {
                list(s);
            }
        }
    }

    /** With these spreads, by service. */
    static Ledger of(Instance instance, Spread[] spreads) {
        Ledger ledger = new Ledger(instance);
        for (int s = 0; s < spreads.length; s++) {
            ledger.replace(s, spreads[s]);
        }
        return ledger;
    }

    Instance instance() {
        return instance;
    }

    Spread spread(int service) {
        return spreads[service];
    }

    /** A copy of all spreads, by service. */
    Spread[] spreads() {
        return spreads.clone();
    }

    /** What a machine has left of a resource; negative where it is overloaded. */
    long free(int machine, int resource) {
        return free[machine][resource];
    }

    /** How many services have containers on a machine. */
    int residents(int machine) {
        return residentCount[machine];
    }

    /** One of the services on a machine; their order means nothing. */
    int resident(int machine, int position) {
        return residents[machine][position];
    }

    /** The gained affinity, in units of 1 / {@link Instance#WHOLE}. */
    long gained() {
        return gained;
    }

    /** How much runs: the bulk of all containers that do. */
    long placed() {
        return placed;
    }

    /** How many of a service's containers are placed nowhere. */
    int missing(int service) {
        return missing[service];
    }

    /** How many services have containers that are placed nowhere. */
    int incomplete() {
        return incompleteCount;
    }

    /** One of the services of which containers are placed nowhere; their order means nothing. */
    int incomplete(int position) {
        return incomplete[position];
    }

    /** Whether no machine is overloaded and no rule is broken. */
    boolean isFeasible() {
        return overload == 0 && conflicts == 0;
    }

    /** The score of this placement, of which the bulk {@code wanted} should run. */
    HardMediumSoftScore score(long wanted) {
        return HardMediumSoftScore.of(-overload - conflicts, placed - wanted, gained);
    }

    /** How many more containers of a service a machine has room for, rules and permissions apart. */
    int room(int service, int machine) {
        long room = Integer.MAX_VALUE;
        for (int r = 0; r < instance.resources; r++) {
            long each = instance.request[service][r];
            if (each > 0) {
                room = Math.min(room, free[machine][r] / each);
            }
        }
        return (int) Math.max(0, room);
    }

    /** How many more containers of a service a machine may take: room, permission and rules. */
    int takes(int service, int machine) {
        if (!instance.allows(service, machine)) {
            return 0;
        }
        int room = room(service, machine);
        for (int rule : instance.rules[service]) {
            room = Math.min(room, (int) Math.max(0, 1 - ruled(rule, machine)));
        }
        return room;
    }

    /** How many containers of a rule's services a machine runs. */
    long ruled(int rule, int machine) {
        long sum = 0;
        for (int service : instance.ruled[rule]) {
            sum += spreads[service].on(machine);
        }
        return sum;
    }

    /** Puts more containers of a service on a machine, or takes some away. */
    void add(int service, int machine, int change) {
        replace(service, spreads[service].plus(machine, change));
    }

    /** Gives a service another spread. */
    void replace(int service, Spread next) {
        Spread last = spreads[service];
        int i = 0;
        int j = 0;
        while (i < last.size() || j < next.size()) {
            int before = i < last.size() ? last.machine(i) : Integer.MAX_VALUE;
            int after = j < next.size() ? next.machine(j) : Integer.MAX_VALUE;
            if (before < after) {
                change(service, before, last.count(i++), 0);
            } else if (after < before) {
                change(service, after, 0, next.count(j++));
            } else {
                change(service, before, last.count(i++), next.count(j++));
            }
        }
        tally(service);
        long ruledBefore = instance.rules[service].length == 0 ? 0 : conflictsOf(service, last, next);
        spreads[service] = next;
        if (instance.rules[service].length > 0) {
            conflicts += conflictsOf(service, last, next) - ruledBefore;
        }
    }

    /** Puts the service into the list of those that are incomplete, or takes it out. */
    private void tally(int service) {
        int position = incompletePosition[service];
        boolean listed = position < incompleteCount && incomplete[position] == service;
        if (missing[service] > 0 && !listed) {
            list(service);
        } else if (missing[service] <= 0 && listed) {
            int last = incomplete[--incompleteCount];
            incomplete[position] = last;
            incompletePosition[last] = position;
        }
    }

    private void list(int service) {
        incomplete[incompleteCount] = service;
        incompletePosition[service] = incompleteCount++;
    }

    private void change(int service, int machine, int before, int after) {
        if (before == after) {
            return;
        }
        placed += (after - before) * instance.bulk[service];
        missing[service] -= after - before;
        long[] left = free[machine];
        for (int r = 0; r < left.length; r++) {
            long was = left[r];
            left[r] = was - (after - before) * instance.request[service][r];
            overload += Math.max(0, -left[r]) - Math.max(0, -was);
        }
        if (before == 0) {
            settle(service, machine);
        } else if (after == 0) {
            leave(service, machine);
        }
        int[] neighbours = instance.neighbours[service];
        long[] weights = instance.weights[service];
        for (int i = 0; i < neighbours.length; i++) {
            int neighbour = neighbours[i];
            int there = spreads[neighbour].on(machine);
            if (there > 0) {
                long size = instance.count[neighbour];
                long other = (long) there * instance.count[service];
                gained += (Math.min(after * size, other) - Math.min(before * size, other)) * weights[i];
            }
        }
    }

    private void settle(int service, int machine) {
        int size = residentCount[machine]++;
        if (size == residents[machine].length) {
            residents[machine] = Arrays.copyOf(residents[machine], 2 * size);
        }
        residents[machine][size] = service;
    }

    private void leave(int service, int machine) {
        int[] here = residents[machine];
        int last = --residentCount[machine];
        for (int i = 0; i <= last; i++) {
            if (here[i] == service) {
                here[i] = here[last];
                return;
            }
        }
        throw new IllegalStateException("service " + service + " isn't on machine " + machine);
    }

    /** By how many containers the rules of a service are exceeded on the machines of two spreads. */
    private long conflictsOf(int service, Spread one, Spread other) {
        long sum = 0;
        for (int rule : instance.rules[service]) {
            for (int i = 0; i < one.size(); i++) {
                sum += Math.max(0, ruled(rule, one.machine(i)) - 1);
            }
            for (int i = 0; i < other.size(); i++) {
                if (one.on(other.machine(i)) == 0) {
                    sum += Math.max(0, ruled(rule, other.machine(i)) - 1);
                }
            }
        }
        return sum;
    }
}
