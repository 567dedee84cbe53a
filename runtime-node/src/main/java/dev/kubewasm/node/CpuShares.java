package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * CPU in the ratio of what containers request, where there isn't enough for all. A container is no process and has no control
 * group, but its command has a thread, and on Linux each thread has a nice value of its own: one step is a quarter more or less
 * of CPU (sched(7), {@code sched_prio_to_weight}). Raising it takes no privilege.
 */
final class CpuShares {
    /** The request, in thousandths, that is nice 0; larger ones are no better off. */
    private static final double REFERENCE = 1000;

    private static final double STEP = 1.25;
    private static final int NICEST = 19;
    /** {@code PRIO_PROCESS} with 0: the thread that calls. */
    private static final int THIS_THREAD = 0;

    private static final System.Logger LOG = System.getLogger(CpuShares.class.getName());

    private CpuShares() {}

    /** The CPU that {@code container} requests, in thousandths; 0 if it requests none. */
    static long milliCpu(Container container) {
        return Optional.ofNullable(container.getResources())
                .flatMap(r -> Optional.ofNullable(r.getRequests()))
                .flatMap(requests -> Optional.ofNullable(requests.get("cpu")))
                .map(Quantity::getNumericalAmount)
                .map(cores -> cores.movePointRight(3).longValue())
                .orElse(0L);
    }

    /** The nice value of who requests that much: 900m and 100m are ten steps apart, which is nine times as much CPU. */
    static int nice(long milliCpu) {
        if (milliCpu <= 0) {
            return NICEST;
        }
        long steps = Math.round(Math.log(REFERENCE / milliCpu) / Math.log(STEP));
        return Math.clamp(steps, 0, NICEST);
    }

    /** Gives this thread, for the rest of its life, the share of who requests that much; on other systems than Linux nothing. */
    static void take(long milliCpu) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
            return;
        }
        try {
            int status = (int) SetPriority.HANDLE.invokeExact(THIS_THREAD, THIS_THREAD, nice(milliCpu));
            if (status != 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the CPU share of " + Thread.currentThread().getName() + " can't be set");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority can't be called", e);
        }
    }

    /** Looked up when it is first needed, and only on Linux. */
    @SuppressWarnings("restricted")
    private static final class SetPriority {
        static final MethodHandle HANDLE = handle();

        private static MethodHandle handle() {
            Linker linker = Linker.nativeLinker();
            MemorySegment address = linker.defaultLookup().findOrThrow("setpriority");
            return linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        }
    }
}
