package dev.kubewasm.benchmarks.rasa;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import org.jspecify.annotations.Nullable;

/** The planning entity of the naive model: a container and its machine. */
@PlanningEntity
public class NaiveContainer {
    @PlanningId
    private int index;

    private int service;

    @PlanningVariable
    private @Nullable Integer machine;

    /** For Timefold. */
    public NaiveContainer() {}

    NaiveContainer(int index, int service) {
        this.index = index;
        this.service = service;
    }

    /** Its number. */
    public int getIndex() {
        return index;
    }

    /** Sets its number. */
    public void setIndex(int index) {
        this.index = index;
    }

    int service() {
        return service;
    }

    /** Where it is. */
    public @Nullable Integer getMachine() {
        return machine;
    }

    /** Puts it on a machine. */
    public void setMachine(@Nullable Integer machine) {
        this.machine = machine;
    }
}
