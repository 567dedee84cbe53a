package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;

/**
 * What an edge gains at most by itself, in whole containers: of the machines that host {@code j} of {@code n(b)}, none gains more
 * than {@code j/n(b)}, nor than the share of the other service that the roomiest machine has room for beside them; the best way
 * to divide {@code n(b)} into such parts bounds the edge. It overlooks that neighbours compete for the same room.
 */
final class EdgeBound {
    private final AffinityProblem problem;

    EdgeBound(AffinityProblem problem) {
        this.problem = problem;
    }

    /** The share of the traffic between these two services that any placement keeps on machines is no more: 0 to 1. */
    double of(AffinityService first, AffinityService second) {
        return Math.min(edge(first, second), edge(second, first));
    }

    /** By dividing the second service into parts. */
    private double edge(AffinityService beside, AffinityService divided) {
        int size = divided.size();
        if (size == 0 || beside.size() == 0) {
            return 0;
        }
        double[] part = new double[size + 1];
        for (int j = 1; j <= size; j++) {
            part[j] = Math.min((double) j / size, (double) room(beside, divided, j) / beside.size());
        }
        double[] best = new double[size + 1];
        for (int n = 1; n <= size; n++) {
            best[n] = best[n - 1];
            for (int j = 1; j <= n; j++) {
                best[n] = Math.max(best[n], best[n - j] + part[j]);
            }
        }
        return Math.min(1, best[size]);
    }

    /** How many containers of one service the roomiest machine has room for beside so many of the other. */
    private long room(AffinityService service, AffinityService other, int others) {
        long most = 0;
        for (int m = 0; m < problem.machines().size() && most < service.size(); m++) {
            if (service.machines().contains(m) && other.machines().contains(m)) {
                most = Math.max(
                        most, room(service, other, others, problem.machines().get(m)));
            }
        }
        return Math.min(most, service.size());
    }

    private static long room(AffinityService service, AffinityService other, int others, AffinityMachine machine) {
        long room = service.size();
        for (int r = 0; r < machine.capacity().size(); r++) {
            double left = machine.capacity().get(r) * StarBound.TOLERANCE
                    - others * other.request().get(r);
            if (left < 0) {
                return 0;
            }
            if (service.request().get(r) > 0) {
                room = Math.min(room, (long) Math.floor(left / service.request().get(r)));
            }
        }
        return room;
    }
}
