package dev.kubewasm.cli.simulate;

import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.Simulation;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.migrate.Migration;
import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.migrate.MigrationPlanner;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import dev.kubewasm.simulations.timeline.Timeline;
import dev.kubewasm.simulations.timeline.UnusableTimelineException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A scenario that is simulated.
 *
 * @param file it was read from, for messages
 * @param scenario as read
 * @param cluster its cluster
 * @param strategies its strategies
 * @param costs what calls are taken to be
 * @param stated seed, step limit and weights
 * @param err is told how far it is
 */
record ScenarioRun(
        Path file,
        Scenario scenario,
        Described cluster,
        List<Strategies> strategies,
        CallCosts costs,
        PlacementSettings stated,
        PrintWriter err) {
    /**
     * The report over so many seeds, the stated one and those after it.
     *
     * @throws UnusableScenarioException if the scenario names what isn't in its cluster, or takes too long
     */
    SimulationReport over(int seeds) throws UnusableScenarioException {
        Snapshot snapshot = cluster.toPlace().snapshot();
        Optional<Timeline> timeline;
        Optional<Migration> migration;
        try {
            timeline = scenario.happening().map(spec -> spec.timeline(snapshot));
            migration = Optional.ofNullable(scenario.migrate()).map(spec -> spec.read(snapshot));
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
        scenario.passedOver().forEach(line -> err.println(file + ": " + line));
        PlacementSettings first = settings();
        List<SimulationReport> reports = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            reports.add(simulate(timeline, seeded(first, first.seed() + i)));
        }
        SimulationReport report = SimulationReport.over(reports);
        return migration.isPresent() ? planned(report, migration.get(), first) : report;
    }

    private UnusableScenarioException unusable(IllegalArgumentException e) {
        return new UnusableScenarioException(file + ": " + e.getMessage());
    }

    private SimulationReport simulate(Optional<Timeline> timeline, PlacementSettings settings)
            throws UnusableScenarioException {
        List<Column> columns = columns(settings);
        try {
            return new Simulation(
                            Objects.requireNonNullElseGet(
                                    scenario.name(), () -> file.getFileName().toString()),
                            cluster,
                            timeline,
                            costs,
                            settings)
                    .run(columns, column -> Bars.of(err, timeline.isPresent(), column));
        } catch (UnusableTimelineException e) {
            throw new UnusableScenarioException(file + ": `timeline`: " + e.getMessage());
        }
    }

    private SimulationReport planned(SimulationReport report, Migration migration, PlacementSettings settings) {
        Strategies strategy = strategies.getFirst();
        Progress heard = Bars.of(err, migration, strategy);
        MigrationPlan plan = MigrationPlanner.plan(cluster.toPlace(), migration, strategy, settings, heard);
        heard.end();
        return report.withMigration(plan);
    }

    /** The strategies, and the first of them for each variant. */
    private List<Column> columns(PlacementSettings settings) throws UnusableScenarioException {
        Situation situation = cluster.toPlace();
        List<Column> columns = new ArrayList<>();
        strategies.forEach(strategy -> columns.add(Column.of(strategy, situation, settings)));
        List<WhatIfSpec> variants = Objects.requireNonNullElse(scenario.whatIf(), List.of());
        try {
            for (int i = 0; i < variants.size(); i++) {
                columns.add(variants.get(i)
                        .read("whatIf[" + i + "]", situation.snapshot(), scenario.priceList(), settings)
                        .column(situation, strategies.getFirst()));
            }
            if (scenario.rebalance() != null) {
                columns.add(Column.rebalanced(
                        strategies.getFirst(),
                        situation,
                        settings,
                        scenario.rebalance().read(settings)));
            }
            checkNames(columns);
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
        return columns;
    }

    private static void checkNames(List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("two columns are called '" + column.name()
                        + "': each strategy and each entry of `whatIf` needs a name of its own");
            }
        }
    }

    /** Without a step limit, that of the scheduler; in a timeline no local search, which would take hours for a day. */
    private PlacementSettings settings() {
        if (scenario.stepLimit() != null) {
            return stated;
        }
        return scenario.timeline() == null
                ? stated
                : new PlacementSettings(stated.seed(), 0, stated.timeLimit(), stated.weights());
    }

    /** The same settings with another seed. */
    static PlacementSettings seeded(PlacementSettings settings, long seed) {
        return new PlacementSettings(seed, settings.stepLimit(), settings.timeLimit(), settings.weights());
    }
}
