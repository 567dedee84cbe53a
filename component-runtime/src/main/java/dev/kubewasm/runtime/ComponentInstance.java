package dev.kubewasm.runtime;

import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.ResourceBuiltins;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.link.LinkedExports;
import dev.kubewasm.runtime.meter.CpuMeter;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running component with memory, tables and handles of its own. Any thread may call it; calls enter one at a time, in
 * order of arrival. After a trap it can't be called any more.
 */
public final class ComponentInstance implements AutoCloseable {
    private final String name;
    private final InstanceStore store;
    private final LinkedExports exports;
    private final InstanceLinks links;
    private final Map<String, ExportedFunction> functions = new LinkedHashMap<>();

    ComponentInstance(
            String name, InstanceStore store, LinkedExports exports, CallDeadlines deadlines, InstanceLinks links) {
        this.name = name;
        this.store = store;
        this.exports = exports;
        this.links = links;
        exports.functionsByName()
                .forEach((fullName, export) -> functions.put(
                        fullName, new ExportedFunction(fullName, export.type(), exports.call(export), deadlines)));
    }

    /** The name it was given, for messages. */
    public String name() {
        return name;
    }

    /** The exported function of that full name: {@code run}, {@code example:pricing/catalog#lookup}. */
    public Optional<ExportedFunction> function(String fullName) {
        return Optional.ofNullable(functions.get(fullName));
    }

    /** The full names of the exported functions, in order. */
    public List<String> functionNames() {
        return List.copyOf(functions.keySet());
    }

    /**
     * The name of the export that serves an import: the same name, or else the newest of that interface on the same semver
     * track that isn't older.
     *
     * @param wanted as {@link CompiledComponent#wanted} says
     */
    public Optional<String> exportFor(String wanted) {
        return exports.serving(wanted);
    }

    /** As {@link CompiledComponent#wanted}, of this instance's imports. */
    public String wanted(String importName) {
        return exports.wanted(importName);
    }

    /** Whether it trapped or was closed. */
    public boolean isGone() {
        return store.isGone();
    }

    /** What ended it, if it trapped or ended itself. */
    public Optional<Throwable> endedBy() {
        return store.poisonedBy();
    }

    /**
     * Drops an owning handle that a call returned: the resource's destructor runs.
     *
     * @throws Trap if it traps
     * @throws IllegalArgumentException if the handle was passed on or dropped before
     */
    public void drop(Val.Own handle) {
        ResourceBuiltins.dropFromHost(handle);
    }

    /**
     * Links imports to other providers, or unlinks them, while the instance runs. A call in flight is finished by the
     * provider that it is in; the next one goes to the new provider, and one that waits for a provider goes on there.
     * Handles that the former provider made are stale: their use traps, and dropping them drops what is left there.
     *
     * <p>Imports that share resources must be given together: what is not given stays linked as it is. What this instance
     * imports and exports again follows at once, so that its consumers' next calls go to the new provider too; where they
     * share resources by links of their own to the former one, after those are switched.
     *
     * @param suppliers for imports that were a {@link ImportSupplier.Link} or {@link ImportSupplier.Unlinked} before
     * @throws LinkException if they don't fit, or a provider's own links lead back here: lists all problems, and nothing is
     *     changed
     */
    public void relink(Map<String, ImportSupplier> suppliers) {
        links.relink(suppliers);
    }

    /** The memory that it has, in bytes: linear memory, and what its handles take. */
    public long memoryBytes() {
        return store.budget().memoryBytes();
    }

    /**
     * The CPU time used in it: of its instantiation, of calls over links, and of what the callers outside have measured. What it
     * calls over links isn't its own.
     */
    public CpuMeter cpu() {
        return store.cpu();
    }

    LinkedExports exports() {
        return exports;
    }

    InstanceLinks links() {
        return links;
    }

    /** Waits for the call that is in it, lets no other in, and drops the resources it owns. */
    @Override
    public void close() {
        store.close();
    }

    /**
     * As {@link #close()}, but waits no longer than {@code grace} for the call that is in it: then that ends with a trap of kind
     * {@link Trap.Kind#INTERRUPTED}, and with it every instance that has a part in it. A call that a virtual thread made is
     * waited for.
     */
    public void close(Duration grace) {
        store.close(grace);
    }

    @Override
    public String toString() {
        return name;
    }
}
