package dev.kubewasm.runtime.engine;

/** A function of the host, as core modules import it. */
public abstract class HostCoreFunction implements CoreFunction {
    private final CoreFuncType type;

    /** A function of that type. */
    protected HostCoreFunction(CoreFuncType type) {
        this.type = type;
    }

    /** Its type. */
    public final CoreFuncType type() {
        return type;
    }
}
