package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.meter.CpuMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the component instances of one container share: the lock that lets one call in at a time, in order of arrival,
 * and whether it still can be called.
 */
public final class InstanceStore {
    private final String name;
    private final InstanceLimits limits;
    private final ResourceBudget budget;
    private final EntryLock entry = new EntryLock();
    private final CpuMeter cpu = new CpuMeter();
    private final LinkSwitch links = new LinkSwitch(cpu);
    private final List<InstanceScope> scopes = new ArrayList<>();
    private final List<Runnable> atClose = new ArrayList<>();
    /** Those of which there are handles yet: a type reaches all that its provider had. */
    private final Set<ResourceType> formerTypes = Collections.newSetFromMap(new WeakHashMap<>());

    /** Numbers of handles that the tables of the scopes have given out; whoever is in counts. */
    private int handles;

    private volatile @Nullable Throwable poison;
    private volatile boolean closed;

    /** A store; {@code name} is for messages. */
    public InstanceStore(String name, InstanceLimits limits) {
        this.name = name;
        this.limits = limits;
        this.budget = new ResourceBudget(limits.memoryBytes(), limits.tableElements());
    }

    /** Its limits. */
    public InstanceLimits limits() {
        return limits;
    }

    /** What the core instances are counted against; closed with this. */
    public ResourceBudget budget() {
        return budget;
    }

    /** The CPU time used in it. */
    public CpuMeter cpu() {
        return cpu;
    }

    /** Counts one more handle; false, and nothing counted, if there are as many as there may be. */
    boolean takeHandle() {
        if (handles >= limits.maxHandles()) {
            return false;
        }
        handles++;
        return true;
    }

    /** How its links are switched. */
    public LinkSwitch links() {
        return links;
    }

    /** Has {@code work} done when it is closed, after the last call. */
    public void atClose(Runnable work) {
        atClose.add(work);
    }

    /** A new component instance in this store. */
    public InstanceScope newScope(Optional<InstanceScope> parent) {
        InstanceScope scope = new InstanceScope(this, parent);
        scopes.add(scope);
        return scope;
    }

    /** Whether it can't be called any more. */
    public boolean isGone() {
        return closed || poison != null;
    }

    /** What poisoned it, if something did. */
    public Optional<Throwable> poisonedBy() {
        return Optional.ofNullable(poison);
    }

    void poison(Throwable cause) {
        if (poison == null) {
            poison = cause;
        }
    }

    /**
     * Waits until the calling thread may enter.
     *
     * @param deadline how long to wait at most; empty waits as long as it takes
     */
    void acquire(Optional<Duration> deadline) {
        if (!entry.tryAcquire()) {
            await(deadline);
        }
        if (isGone()) {
            entry.release();
            checkPresent();
        }
    }

    private void await(Optional<Duration> deadline) {
        checkPresent();
        OptionalLong nanos = deadline.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(deadline.get().toNanos());
        try {
            if (!entry.acquire(nanos)) {
                throw new Trap(
                        Trap.Kind.LINK_DEADLINE_EXCEEDED,
                        name + " was busy for longer than the link's deadline of " + deadline.orElseThrow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trap(Trap.Kind.INTERRUPTED, "interrupted while waiting for " + name, e);
        }
    }

    void release() {
        entry.release();
    }

    /** Keeps the entry for the call that this thread is about to make, if it can enter at once; whether it can. */
    boolean reserve() {
        return !isGone() && entry.reserve();
    }

    /** The call that the entry was kept for ended before it entered; nothing if it did enter. */
    void cancelReservation() {
        entry.cancelReservation();
    }

    /** How many wait to enter. */
    public int waiting() {
        return entry.waiting();
    }

    /**
     * Traps if it can't be called any more.
     *
     * @throws NotEntered naming why
     */
    public void checkPresent() {
        if (isGone()) {
            throw gone("");
        }
    }

    /** The trap of a call that didn't enter, for this is gone; {@code more} ends its message. */
    public NotEntered gone(String more) {
        Throwable cause = poison;
        String why = cause instanceof ComponentExit
                ? "it ended itself"
                : cause != null ? "it trapped before" : "it was closed";
        return new NotEntered(this, name + " can't be called: " + why + more, cause);
    }

    /** From now on handles of that type, which it imported, are stale: the link was switched to another provider. */
    void addFormerType(ResourceType type) {
        formerTypes.add(type);
    }

    /** Whether it imported that type over a link that was switched since. */
    boolean isFormerType(ResourceType type) {
        return formerTypes.contains(type);
    }

    /**
     * Ends the store: calls in flight finish, later ones trap. Then the resources that its instances own are dropped:
     * the host's are destroyed, those of other stores told to their owners.
     */
    public void close() {
        close(OptionalLong.empty());
    }

    /**
     * As {@link #close()}, but a call that is still in flight after {@code grace} is interrupted: it ends with a trap of kind
     * {@link Trap.Kind#INTERRUPTED}, with all instances that have a part in it.
     */
    public void close(Duration grace) {
        close(OptionalLong.of(grace.toNanos()));
    }

    private void close(OptionalLong graceNanos) {
        acquireToClose(graceNanos);
        // What is dropped now may end in the code of others, which an impatient second close is not to interrupt.
        entry.keepForClosing();
        try {
            if (closed) {
                return;
            }
            closed = true;
            atClose.forEach(Runnable::run);
            for (InstanceScope scope : scopes) {
                for (ResourceHandle handle : scope.handles().clear()) {
                    Resources.dropAtClose(handle, this);
                }
            }
            budget.close();
        } finally {
            entry.release();
        }
    }

    /** Closing goes on when the thread is interrupted, for what is not closed now stays. */
    private void acquireToClose(OptionalLong graceNanos) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken) {
            try {
                taken = entry.acquire(graceNanos);
                if (!taken) {
                    // Those who wait to enter don't.
                    poison(new Trap(Trap.Kind.INTERRUPTED, name + " was ended with a call in it"));
                    entry.seize();
                    taken = true;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
