package dev.kubewasm.runtime.engine;

/** An instance of a core module. */
public interface CoreInstance {
    /** The export at {@code index} of {@link CoreModule#exports()}. */
    CoreExtern export(int index);
}
