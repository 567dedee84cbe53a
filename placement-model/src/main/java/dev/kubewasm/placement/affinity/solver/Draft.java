package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;

/**
 * An exchange between two machines while it is being put together: containers that go from the first to the second,
 * and others that make room for them. What is free on both follows; the ledger isn't touched. The first may be
 * {@link #NOWHERE}: containers that aren't placed come from there, and those that make room for them are no longer placed.
 */
final class Draft {
    /** Where the containers are that run on no machine: it has room for all. */
    static final int NOWHERE = -1;

    private static final int MAX_SERVICES = 64;
    private static final long ENDLESS = Long.MAX_VALUE / 4;

    private final Ledger ledger;
    private final Instance instance;
    private final int[] services = new int[MAX_SERVICES];
    /** How many containers go from the first machine to the second; negative the other way. */
    private final int[] amounts = new int[MAX_SERVICES];

    private final long[] freeFirst;
    private final long[] freeSecond;
    private int size;
    private int first;
    private int second;

    Draft(Ledger ledger) {
        this.ledger = ledger;
        instance = ledger.instance();
        freeFirst = new long[instance.resources];
        freeSecond = new long[instance.resources];
    }

    /** An empty exchange between two machines. */
    void start(int from, int to) {
        first = from;
        second = to;
        size = 0;
        for (int r = 0; r < freeFirst.length; r++) {
            freeFirst[r] = from == NOWHERE ? ENDLESS : ledger.free(from, r);
            freeSecond[r] = ledger.free(to, r);
        }
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == MAX_SERVICES;
    }

    int first() {
        return first;
    }

    int second() {
        return second;
    }

    int service(int position) {
        return services[position];
    }

    /** The service's spread after the exchange. */
    Spread spread(int position) {
        Spread spread = ledger.spread(services[position]);
        Spread left = first == NOWHERE ? spread : spread.plus(first, -amounts[position]);
        return left.plus(second, amounts[position]);
    }

    boolean contains(int service) {
        for (int i = 0; i < size; i++) {
            if (services[i] == service) {
                return true;
            }
        }
        return false;
    }

    /** Containers of a service that isn't in it yet go to the second machine, or, if negative, to the first. */
    void move(int service, int amount) {
        services[size] = service;
        amounts[size++] = amount;
        for (int r = 0; r < freeFirst.length; r++) {
            long moved = amount * instance.request[service][r];
            freeFirst[r] += moved;
            freeSecond[r] -= moved;
        }
    }

    /** How many of a service's containers must leave the second machine to end its overload, in so far as they can. */
    int needed(int service) {
        long needed = 1;
        for (int r = 0; r < freeSecond.length; r++) {
            long each = instance.request[service][r];
            if (freeSecond[r] < 0 && each > 0) {
                needed = Math.max(needed, (-freeSecond[r] + each - 1) / each);
            }
        }
        return (int) Math.min(needed, ledger.spread(service).on(second));
    }

    /** Whether the exchange has room on both machines once so many of a service's containers leave the second. */
    boolean isEndedBy(int service, int amount) {
        for (int r = 0; r < freeSecond.length; r++) {
            long moved = amount * instance.request[service][r];
            if (freeSecond[r] + moved < 0 || freeFirst[r] < moved) {
                return false;
            }
        }
        return mayGo(service, first);
    }

    private boolean mayGo(int service, int machine) {
        return machine == NOWHERE || instance.allows(service, machine);
    }

    boolean overloadsSecond() {
        return isNegative(freeSecond);
    }

    boolean overloadsFirst() {
        return isNegative(freeFirst);
    }

    /** Whether both machines may run what they would, and have room for it. */
    boolean isAllowed() {
        if (size == 0 || overloadsFirst() || overloadsSecond()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!mayGo(services[i], amounts[i] > 0 ? second : first)) {
                return false;
            }
            for (int rule : instance.rules[services[i]]) {
                if (breaks(rule)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean breaks(int rule) {
        long onFirst = first == NOWHERE ? 0 : ledger.ruled(rule, first);
        long onSecond = ledger.ruled(rule, second);
        for (int i = 0; i < size; i++) {
            if (Arrays.binarySearch(instance.ruled[rule], services[i]) >= 0) {
                onFirst -= amounts[i];
                onSecond += amounts[i];
            }
        }
        return (first != NOWHERE && onFirst > 1) || onSecond > 1;
    }

    private static boolean isNegative(long[] free) {
        for (long amount : free) {
            if (amount < 0) {
                return true;
            }
        }
        return false;
    }
}
