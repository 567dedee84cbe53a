package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;

/** The planning entity: a service and how its containers are spread over machines. */
@PlanningEntity
public class ServiceSpread {
    @PlanningId
    private int service;

    @PlanningVariable
    private Spread spread = Spread.NONE;

    /** For Timefold. */
    public ServiceSpread() {}

    ServiceSpread(int service, Spread spread) {
        this.service = service;
        this.spread = spread;
    }

    /** The service's index. */
    public int getService() {
        return service;
    }

    /** Sets the service. */
    public void setService(int service) {
        this.service = service;
    }

    /** How its containers are spread. */
    public Spread getSpread() {
        return spread;
    }

    /** Spreads them otherwise. */
    public void setSpread(Spread spread) {
        this.spread = spread;
    }

    @Override
    public String toString() {
        return "service " + service + " on " + spread;
    }
}
