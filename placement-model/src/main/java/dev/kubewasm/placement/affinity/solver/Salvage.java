package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;
import java.util.BitSet;

/** What of a given placement can stay: on machines that may be used, within their capacity and all rules. */
final class Salvage {
    private Salvage() {}

    /**
     * The spreads that can stay, by service; services are kept in the order of their index.
     *
     * @param fixed what stays in any case, by service
     */
    static Spread[] of(Instance instance, Spread[] given, Spread[] fixed) {
        Ledger ledger = Ledger.of(instance, fixed);
        for (int service = 0; service < instance.services; service++) {
            Spread spread = given[service];
            int missing = ledger.missing(service);
            for (int i = 0; i < spread.size() && missing > 0; i++) {
                int machine = spread.machine(i);
                int amount = Math.min(Math.min(missing, spread.count(i)), ledger.takes(service, machine));
                if (amount > 0) {
                    ledger.add(service, machine, amount);
                    missing -= amount;
                }
            }
        }
        return ledger.spreads();
    }

    /** What is given of some services, nothing of the others. */
    static Spread[] only(BitSet services, Spread[] given) {
        Spread[] spreads = new Spread[given.length];
        Arrays.setAll(spreads, service -> services.get(service) ? given[service] : Spread.NONE);
        return spreads;
    }
}
