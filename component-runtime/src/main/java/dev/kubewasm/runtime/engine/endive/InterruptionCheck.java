package dev.kubewasm.runtime.engine.endive;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import run.endive.runtime.WasmInterruptedException;

/**
 * The look of a module's compiled code at its thread's interrupt flag, before each loop goes on and before each call. It costs
 * nothing until it is wanted: up to then it is a call site whose target does nothing, which the JVM's compilers leave out. Once
 * {@link Interruptions} has found an interrupted thread in the module it looks, and goes on to.
 */
public final class InterruptionCheck {
    private static final MethodType TYPE = MethodType.methodType(void.class);
    private static final MethodHandle LOOK;

    static {
        try {
            LOOK = MethodHandles.lookup().findStatic(InterruptionCheck.class, "look", TYPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final MutableCallSite site;
    private volatile boolean looks;

    /**
     * A module's.
     *
     * @param looks whether it looks from the beginning
     */
    InterruptionCheck(boolean looks) {
        this.looks = looks;
        this.site = new MutableCallSite(looks ? LOOK : MethodHandles.empty(TYPE));
    }

    /** The call site of a module's check: called by the JVM for generated code. */
    public static CallSite callSite(MethodHandles.Lookup caller, String name, MethodType type) {
        return ((ModuleLoader) caller.lookupClass().getClassLoader()).check().site;
    }

    @SuppressWarnings("UnusedMethod") // but by its name, above
    private static void look() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WasmInterruptedException("interrupted");
        }
    }

    boolean looks() {
        return looks;
    }

    /** From now on it looks; code under way is compiled anew. */
    synchronized void beginToLook() {
        if (!looks) {
            site.setTarget(LOOK);
            MutableCallSite.syncAll(new MutableCallSite[] {site});
            looks = true;
        }
    }
}
