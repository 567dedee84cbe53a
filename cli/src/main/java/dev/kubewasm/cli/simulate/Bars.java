package dev.kubewasm.cli.simulate;

import dev.kubewasm.simulations.migrate.Migration;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a column or a plan is: a line when it begins, and a bar that moves where a terminal shows it. */
final class Bars {
    private static final int MILLIS = 250;

    private Bars() {}

    /** The line on {@code err}, and a bar below it if this process has a terminal. */
    static Progress of(PrintWriter err, boolean timeline, Column column) {
        int pods = column.situation().pending().size();
        err.println((timeline ? "simulating, " : "placing ") + pods + " Pods: " + column.name());
        err.flush();
        return bar(column.name(), timeline ? -1 : pods);
    }

    /** The same of a plan, whose placements are its steps. */
    static Progress of(PrintWriter err, Migration migration, Strategies strategy) {
        err.println("planning the move of " + migration.candidates().size() + " workloads: " + strategy.id());
        err.flush();
        return bar("migration", -1);
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 is back to null where there is no terminal
    private static Progress bar(String name, int most) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Progress.NONE;
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(most)
                .setUpdateIntervalMillis(MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
        return new Progress() {
            @Override
            public void step() {
                bar.step();
            }

            @Override
            public void searching(int pods) {
                bar.setExtraMessage("looks for the nodes of " + pods + " Pods at once");
            }

            @Override
            public void found(long hard, long medium, long soft) {
                bar.setExtraMessage(plan(medium, soft));
            }

            @Override
            public void end() {
                bar.close();
            }
        };
    }

    /** A search has no steps to count: what it has found so far says that it goes on. */
    private static String plan(long medium, long soft) {
        return "best plan lacks " + -soft + (medium < 0 ? ", not all Pods placed" : "");
    }
}
