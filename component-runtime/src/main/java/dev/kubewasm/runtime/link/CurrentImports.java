package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.link.ResolvedImports.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the imported functions of an instance are by its links, for others who call them through its exports. By any thread. */
final class CurrentImports {
    private volatile List<Function> functions;

    CurrentImports(List<Function> functions) {
        this.functions = functions;
    }

    /** The imported function of that number in the plan. */
    Function get(int imported) {
        return functions.get(imported);
    }

    /** Some are others now: by their number in the plan. */
    synchronized void change(Map<Integer, Function> changed) {
        List<Function> all = new ArrayList<>(functions);
        changed.forEach(all::set);
        functions = List.copyOf(all);
        notifyAll();
    }

    /** Waits until {@code imported} is another function than {@code seen}, for {@code nanos} at most; whether it is. */
    synchronized boolean awaitChange(int imported, Function seen, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (get(imported).equals(seen)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
