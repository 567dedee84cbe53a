package dev.kubewasm.cli.simulate;

import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Progress;
import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a column is: a line when it begins, and a bar that moves where a terminal shows it. */
final class Bars {
    private static final int MILLIS = 250;

    private Bars() {}

    /** The line on {@code err}, and a bar below it if this process has a terminal. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 is back to null where there is no terminal
    static Progress of(PrintWriter err, boolean timeline, Column column) {
        int pods = column.situation().pending().size();
        err.println((timeline ? "simulating, " : "placing ") + pods + " Pods: " + column.name());
        err.flush();
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Progress.NONE;
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(column.name())
                .setInitialMax(timeline ? -1 : pods)
                .setUpdateIntervalMillis(MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
        return new Progress() {
            @Override
            public void step() {
                bar.step();
            }

            @Override
            public void end() {
                bar.close();
            }
        };
    }
}
