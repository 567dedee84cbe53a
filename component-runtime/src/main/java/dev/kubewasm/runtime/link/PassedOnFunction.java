package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.NotEntered;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.link.ResolvedImports.Callee;
import dev.kubewasm.runtime.link.ResolvedImports.Function;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An imported function that a component exports again, as the host calls it: each call goes where the import is linked
 * when it begins, and waits, within the link's deadline, while nobody is there.
 *
 * @param passedOnBy the component that exports it: it must be there too, but is not entered
 */
record PassedOnFunction(InstanceStore passedOnBy, CurrentImports imports, int imported) {
    /** Calls it, see {@link dev.kubewasm.runtime.abi.ComponentFunction#call}. */
    Optional<Val> call(List<Val> args) {
        long begin = System.nanoTime();
        while (true) {
            passedOnBy.checkPresent();
            Function function = imports.get(imported);
            Optional<Callee> callee = choose(function);
            if (callee.isEmpty()) {
                await(function, begin);
                continue;
            }
            try {
                return callee.get().function().call(args, function.deadline());
            } catch (NotEntered e) {
                // It went while this waited to enter; not so if what it called in turn is gone.
                if (e.store() != callee.get().function().store()) {
                    throw e;
                }
            }
        }
    }

    /** Of those that are there, the one for which fewest wait. */
    private static Optional<Callee> choose(Function function) {
        return function.callees().stream()
                .filter(callee -> callee.gone().isEmpty())
                .min(Comparator.comparingInt(callee -> callee.function().store().waiting()));
    }

    private void await(Function function, long begin) {
        InstanceStore gone = function.callees().getFirst().gone().orElse(passedOnBy);
        Duration deadline = function.deadline().orElse(Duration.ZERO);
        try {
            if (!imports.awaitChange(imported, function, begin + deadline.toNanos() - System.nanoTime())) {
                throw gone.gone("; no other provider came within the link's deadline of " + deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trap(Trap.Kind.INTERRUPTED, "interrupted while waiting for a provider after " + gone, e);
        }
    }
}
