package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.engine.CoreModule.Kind;

/** Where a core function, memory, table, global or tag comes from. */
public sealed interface CoreRef {
    /**
     * An export of a core instance.
     *
     * @param instance the instance's number
     * @param export the number of the export in its module
     * @param name its name, for printing
     * @param kind what it is
     */
    record InstanceExport(int instance, int export, String name, Kind kind) implements CoreRef {
        @Override
        public String toString() {
            return "core-instance[" + instance + "]." + name;
        }
    }

    /** A core function that a step makes: an adapter or a built-in. */
    record Adapter(int slot) implements CoreRef {
        @Override
        public String toString() {
            return "adapter[" + slot + "]";
        }
    }
}
