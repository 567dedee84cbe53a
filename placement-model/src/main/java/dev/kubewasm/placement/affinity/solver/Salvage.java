package dev.kubewasm.placement.affinity.solver;

import java.util.Arrays;

/** What of a given placement can stay: on machines that may be used, within their capacity and all rules. */
final class Salvage {
    private Salvage() {}

    /** The spreads that can stay, by service; services are kept in the order of their index. */
    static Spread[] of(Instance instance, Spread[] given) {
        Ledger ledger = new Ledger(instance);
        for (int service = 0; service < instance.services; service++) {
            Spread spread = given[service];
            int missing = instance.count[service];
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

    /** Nothing anywhere. */
    static Spread[] nothing(Instance instance) {
        Spread[] spreads = new Spread[instance.services];
        Arrays.fill(spreads, Spread.NONE);
        return spreads;
    }
}
