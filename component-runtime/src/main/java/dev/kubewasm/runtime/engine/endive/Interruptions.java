package dev.kubewasm.runtime.engine.endive;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.kubewasm.runtime.engine.Activation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks, for all compiled code of the process, whether a thread was interrupted that is in it, and has the modules on such a
 * thread's stack look for themselves. So code runs without looking until it has to.
 *
 * <p>That takes a JVM that can stop a thread in any loop. One that leaves that out of loops that count (as HotSpot with its serial
 * and parallel collectors, but for {@code -XX:+UseCountedLoopSafepoints}) couldn't have code changed that is in one: there the
 * code looks from the beginning.
 */
final class Interruptions {
    /** How long an interrupted thread runs on, about. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(10);

    /** Whether the JVM can stop a thread in any loop. */
    static final boolean LOOPS_STOP = loopsStop();

    private static final Map<ClassLoader, String> MODULES = new WeakHashMap<>();

    static {
        Thread.ofPlatform()
                .daemon()
                .name("wasm-interruptions")
                .inheritInheritableThreadLocals(false)
                .start(Interruptions::run);
    }

    private Interruptions() {}

    private static boolean loopsStop() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return jvm != null
                    && Boolean.parseBoolean(
                            jvm.getVMOption("UseCountedLoopSafepoints").getValue());
        } catch (IllegalArgumentException _) {
            // A JVM that has no such option.
            return false;
        }
    }

    /** The check of the module that {@code loader} defines. */
    static InterruptionCheck newCheck(ModuleLoader loader) {
        synchronized (MODULES) {
            MODULES.put(loader, loader.getName());
        }
        return new InterruptionCheck(!LOOPS_STOP);
    }

    private static void run() {
        while (true) {
            LockSupport.parkNanos(LOOKS_EVERY.toNanos());
            try {
                Activation.interrupted().forEach(Interruptions::attend);
            } catch (RuntimeException | Error _) {
                // Without this thread nobody could be interrupted any more: it looks again, and says nothing, for that
                // takes
                // the memory that may be what it had too little of.
            }
        }
    }

    /** Has the innermost module on the thread's stack look that doesn't: the one around it may be innocent, and has its turn if not. */
    private static void attend(Thread thread) {
        Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getClassLoaderName)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(name -> module(name).stream())
                .filter(check -> !check.looks())
                .findFirst()
                .ifPresent(InterruptionCheck::beginToLook);
    }

    private static Optional<InterruptionCheck> module(String name) {
        synchronized (MODULES) {
            return MODULES.entrySet().stream()
                    .filter(module -> module.getValue().equals(name))
                    .findFirst()
                    .map(module -> ((ModuleLoader) module.getKey()).check());
        }
    }
}
