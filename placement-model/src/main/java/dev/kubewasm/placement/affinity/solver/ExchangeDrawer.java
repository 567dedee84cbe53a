package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws exchanges between two machines that keep every constraint. Two kinds: containers of one service follow one it
 * talks to; or a service goes together with those on its machine that it talks to. Where the other machine is full,
 * services there make room, going the other way; where nearly all machines are full, the last of them is sought that
 * leaves room on both. While containers aren't placed, there are two more: one of them is placed, others making
 * room for it; and a container goes to another machine, whatever it talks to, so that free room comes together.
 */
final class ExchangeDrawer {
    private static final int ATTEMPTS = 64;
    /** One draw in so many is of a whole group. */
    private static final int GROUPS = 3;
    /** One draw in so many goes to any machine, not to a neighbour's. */
    private static final int ANYWHERE = 16;

    /** While containers aren't placed, one draw in so many follows what talks; the others place and mix. */
    private static final int FILLING = 4;
    /** Machines that are looked at for one with room. */
    private static final int PROBES = 12;
    /** With more than this part of a resource taken, machines count as full. */
    private static final double FULL = 0.9;

    private static final int GROUP_SIZE = 40;
    private static final int GROUP_BREADTH = 12;
    private static final int EVICTIONS = 6;
    private static final int GROUP_EVICTIONS = 12;
    /** Services are drawn by the number of their containers, within these bounds. */
    private static final int LEAST_DRAWN = 3;

    private static final int MOST_DRAWN = 22;

    private final Ledger ledger;
    private final Instance instance;
    private final Draft draft;
    private final Exchange.Variable variable = new Exchange.Variable();
    private final ServiceSpread[] entities;
    /** Services, each as often as it shall be drawn. */
    private final int[] drawn;
    /** By service: the sums of the square roots of its edges' weights, up to each. */
    private final double[][] sums;

    private final int[] open;
    private final int[] planned;
    private final long wanted;
    private final boolean full;
    /** The machines that permit a service, by service, where they were asked for. */
    private final int[] @Nullable [] permitted;

    private final int[] group = new int[GROUP_SIZE];

    ExchangeDrawer(AffinitySolution solution) {
        ledger = solution.ledger();
        instance = solution.instance();
        draft = new Draft(ledger);
        entities = new ServiceSpread[instance.services];
        for (ServiceSpread entity : solution.getServices()) {
            entities[entity.getService()] = entity;
        }
        drawn = Arrays.stream(solution.planned())
                .filter(instance::talks)
                .flatMap(service -> IntStream.generate(() -> service)
                        .limit(Math.clamp(instance.count[service] + 2L, LEAST_DRAWN, MOST_DRAWN)))
                .toArray();
        sums = new double[instance.services][];
        for (int service : solution.planned()) {
            double sum = 0;
            sums[service] = new double[instance.neighbours[service].length];
            for (int i = 0; i < sums[service].length; i++) {
                double size = (double) instance.count[service] * instance.count[instance.neighbours[service][i]];
                sum += Math.sqrt(instance.weights[service][i] * size);
                sums[service][i] = sum;
            }
        }
        open = instance.open;
        planned = solution.planned();
        wanted = solution.wanted();
        full = isFull();
        permitted = new int[instance.services][];
    }

    /** Whether what is placed and what should be takes nearly all of a resource. */
    private boolean isFull() {
        for (int r = 0; r < instance.resources; r++) {
            double there = 0;
            for (int machine : open) {
                there += instance.capacity[machine][r];
            }
            double taken = 0;
            for (int service : planned) {
                taken += (double) instance.count[service] * instance.request[service][r];
            }
            if (taken > FULL * there) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is anything to exchange or to place. */
    boolean canDraw() {
        return (drawn.length > 0 && open.length > 1) || (isIncomplete() && open.length > 0);
    }

    private boolean isIncomplete() {
        return ledger.placed() < wanted;
    }

    /** An exchange; where none was found in a bounded number of attempts, one that changes nothing. */
    Exchange next(RandomGenerator random) {
        if (!canDraw()) {
            throw new NoSuchElementException();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean found = draw(random);
            if (found && draft.isAllowed()) {
                return exchange();
            }
        }
        return new Exchange(variable, new ServiceSpread[0], new Spread[0]);
    }

    private boolean draw(RandomGenerator random) {
        if (isIncomplete()) {
            boolean linked = drawn.length > 0 && open.length > 1 && random.nextInt(FILLING) == 0;
            if (!linked) {
                return (open.length == 1 || random.nextBoolean()) ? insert(random) : mix(random);
            }
        }
        return random.nextInt(GROUPS) == 0 ? group(random) : follow(random);
    }

    /** Places containers that aren't placed: where there is room, or where others make room. */
    private boolean insert(RandomGenerator random) {
        int service = ledger.incomplete(random.nextInt(ledger.incomplete()));
        if (entities[service] == null) {
            return false;
        }
        int[] machines = permitted(service);
        if (machines.length == 0) {
            return false;
        }
        int missing = ledger.missing(service);
        int to = -1;
        for (int i = 0; i < PROBES; i++) {
            to = machines[random.nextInt(machines.length)];
            int takes = ledger.takes(service, to);
            if (takes > 0) {
                draft.start(Draft.NOWHERE, to);
                draft.move(service, Math.min(takes, missing));
                return true;
            }
        }
        draft.start(Draft.NOWHERE, to);
        draft.move(service, 1);
        for (int rule : instance.rules[service]) {
            evict(rule, service);
        }
        return !draft.overloadsSecond() || makeRoom(EVICTIONS, random);
    }

    /** Takes what a rule doesn't allow beside a service off the second machine. */
    private void evict(int rule, int service) {
        for (int other : instance.ruled[rule]) {
            int there = ledger.spread(other).on(draft.second());
            if (other != service && there > 0 && entities[other] != null && !draft.contains(other) && !draft.isFull()) {
                draft.move(other, -there);
            }
        }
    }

    /** A container to any machine that permits it. */
    private boolean mix(RandomGenerator random) {
        int from = open[random.nextInt(open.length)];
        int residents = ledger.residents(from);
        if (residents == 0) {
            return false;
        }
        int service = ledger.resident(from, random.nextInt(residents));
        if (entities[service] == null) {
            return false;
        }
        int[] machines = permitted(service);
        int to = machines[random.nextInt(machines.length)];
        if (to == from) {
            return false;
        }
        draft.start(from, to);
        draft.move(service, 1);
        return !draft.overloadsSecond() || makeRoom(EVICTIONS, random);
    }

    private int[] permitted(int service) {
        int[] known = permitted[service];
        if (known == null) {
            known = Arrays.stream(open)
                    .filter(machine -> instance.couldHold(service, machine))
                    .toArray();
            permitted[service] = known;
        }
        return known;
    }

    private Exchange exchange() {
        ServiceSpread[] services = new ServiceSpread[draft.size()];
        Spread[] spreads = new Spread[draft.size()];
        for (int i = 0; i < services.length; i++) {
            services[i] = entities[draft.service(i)];
            spreads[i] = draft.spread(i);
        }
        return new Exchange(variable, services, spreads);
    }

    /** Containers of a service to a machine of one it talks to: one, all, or as many as match its share there. */
    private boolean follow(RandomGenerator random) {
        int service = drawn[random.nextInt(drawn.length)];
        Spread spread = ledger.spread(service);
        if (spread.size() == 0) {
            return false;
        }
        int position = random.nextInt(spread.size());
        int from = spread.machine(position);
        int there = spread.count(position);
        int to;
        int amount;
        if (random.nextInt(ANYWHERE) == 0) {
            to = open[random.nextInt(open.length)];
            amount = random.nextBoolean() ? 1 : there;
        } else {
            int neighbour = neighbour(service, random);
            Spread other = ledger.spread(neighbour);
            if (other.size() == 0) {
                return false;
            }
            int host = random.nextInt(other.size());
            to = other.machine(host);
            amount = switch (random.nextInt(4)) {
                case 0 -> 1;
                case 1 -> there;
                case 2 -> match(service, neighbour, other.count(host), false) - spread.on(to);
                default -> match(service, neighbour, other.count(host), true) - spread.on(to);
            };
        }
        if (to == from) {
            return false;
        }
        draft.start(from, to);
        draft.move(service, Math.clamp(amount, 1, there));
        return !draft.overloadsSecond() || makeRoom(EVICTIONS, random);
    }

    /** How many of a service's containers are the share that a neighbour has with so many, rounded down or up. */
    private int match(int service, int neighbour, int containers, boolean up) {
        long size = instance.count[neighbour];
        return (int) (((long) containers * instance.count[service] + (up ? size - 1 : 0)) / size);
    }

    private int neighbour(int service, RandomGenerator random) {
        double[] sum = sums[service];
        double chosen = random.nextDouble() * sum[sum.length - 1];
        int i = 0;
        while (i < sum.length - 1 && sum[i] < chosen) {
            i++;
        }
        return instance.neighbours[service][i];
    }

    /** A service with those on its machine that it talks to, all of them or the same part of each. */
    private boolean group(RandomGenerator random) {
        int seed = drawn[random.nextInt(drawn.length)];
        Spread spread = ledger.spread(seed);
        if (spread.size() == 0) {
            return false;
        }
        int from = spread.machine(random.nextInt(spread.size()));
        int size = gather(seed, from, random);
        int to = destination(size, random);
        if (to < 0 || to == from) {
            return false;
        }
        double part = random.nextInt(3) > 0 ? 1 : random.nextDouble();
        draft.start(from, to);
        for (int i = 0; i < size; i++) {
            int there = ledger.spread(group[i]).on(from);
            int amount = part == 1 ? there : (int) (there * part + random.nextDouble());
            if (amount > 0) {
                draft.move(group[i], amount);
            }
        }
        return draft.size() > 0 && (!draft.overloadsSecond() || makeRoom(GROUP_EVICTIONS, random));
    }

    /** Fills {@link #group}, breadth first, following each edge with the same probability; returns its size. */
    private int gather(int seed, int machine, RandomGenerator random) {
        double followed = random.nextDouble();
        int size = 0;
        group[size++] = seed;
        for (int i = 0; i < size; i++) {
            int[] neighbours = instance.neighbours[group[i]];
            for (int j = 0; j < Math.min(GROUP_BREADTH, neighbours.length) && size < GROUP_SIZE; j++) {
                int neighbour = neighbours[j];
                if (entities[neighbour] != null
                        && random.nextDouble() < followed
                        && ledger.spread(neighbour).on(machine) > 0
                        && !isIn(neighbour, size)) {
                    group[size++] = neighbour;
                }
            }
        }
        return size;
    }

    private boolean isIn(int service, int size) {
        for (int i = 0; i < size; i++) {
            if (group[i] == service) {
                return true;
            }
        }
        return false;
    }

    /** Another machine of a member, or of one that a member talks to, or any; -1 for none. */
    private int destination(int size, RandomGenerator random) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            return open[random.nextInt(open.length)];
        }
        int service = group[random.nextInt(size)];
        if (kind == 1) {
            int[] neighbours = instance.neighbours[service];
            service = neighbours[random.nextInt(Math.min(4, neighbours.length))];
        }
        Spread spread = ledger.spread(service);
        return spread.size() == 0 ? -1 : spread.machine(random.nextInt(spread.size()));
    }

    /** Lets a service make room after which there is room on both machines, if one does: any, or the smallest. */
    private boolean endsWith(int residents, RandomGenerator random) {
        boolean smallest = draft.first() == Draft.NOWHERE && random.nextBoolean();
        int offset = random.nextInt(residents);
        int found = -1;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < residents && (found < 0 || smallest); i++) {
            int service = ledger.resident(draft.second(), (offset + i) % residents);
            if (entities[service] != null && !draft.contains(service)) {
                int amount = draft.needed(service);
                if (amount * instance.bulk[service] < least && draft.isEndedBy(service, amount)) {
                    least = amount * instance.bulk[service];
                    found = service;
                }
            }
        }
        if (found < 0) {
            return false;
        }
        draft.move(found, -draft.needed(found));
        return true;
    }

    /** Lets services on the second machine go to the first until the second isn't overloaded. */
    private boolean makeRoom(int evictions, RandomGenerator random) {
        int residents = ledger.residents(draft.second());
        for (int i = 0; i < evictions && residents > 0 && !draft.isFull(); i++) {
            if ((full || draft.first() == Draft.NOWHERE) && endsWith(residents, random)) {
                return true;
            }
            int service = ledger.resident(draft.second(), random.nextInt(residents));
            if (entities[service] == null || draft.contains(service)) {
                continue;
            }
            int amount = random.nextInt(3) == 0 ? ledger.spread(service).on(draft.second()) : draft.needed(service);
            draft.move(service, -amount);
            if (!draft.overloadsSecond()) {
                return true;
            }
            if (draft.overloadsFirst()) {
                return false;
            }
        }
        return false;
    }
}
