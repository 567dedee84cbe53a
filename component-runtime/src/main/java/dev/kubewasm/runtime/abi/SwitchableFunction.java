package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.failure.Trap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A function that a container imports over a link: calls go to the adapter of the provider that it is linked to, which may
 * change from one call to the next. While the provider is gone calls wait for another, up to the link's deadline.
 *
 * <p>Generated classes extend it, one for each signature ({@link SwitchableFunctions}).
 */
public abstract class SwitchableFunction extends HostCoreFunction {
    private final LinkSwitch links;
    private @Nullable InstanceStore provider;
    private Duration deadline = Duration.ZERO;

    /** A function of the type of {@code first}, which {@link #switchTo} must be given before the first call. */
    protected SwitchableFunction(HostCoreFunction first, LinkSwitch links) {
        super(first.type());
        this.links = links;
    }

    /**
     * Sends calls elsewhere, from the next one on.
     *
     * @param adapter of this function's type
     * @param newProvider whose function it calls; null if it needs none
     * @param newDeadline how long calls wait at most for another provider when this one is gone
     */
    final void switchTo(HostCoreFunction adapter, @Nullable InstanceStore newProvider, Duration newDeadline) {
        setTarget(TypedCalls.of(adapter, TypedCalls.signature(adapter.type())));
        provider = newProvider;
        deadline = newDeadline;
    }

    /** Sets the function that is called; {@code typed} implements the interface of the signature. */
    protected abstract void setTarget(Object typed);

    /** Before a call: makes changes of links, and waits for a provider if there is none. */
    protected final void beforeCall() {
        links.makeChanges();
        InstanceStore now = provider;
        if (now != null && now.isGone()) {
            awaitProvider(now);
        }
    }

    /** A call ended by {@code trap}: returns if it had not begun and may be made again, and throws it otherwise. */
    protected final void again(Trap trap) {
        InstanceStore now = provider;
        if (now != null && trap instanceof NotEntered notEntered && notEntered.store() == now) {
            awaitProvider(now);
            return;
        }
        throw trap;
    }

    private void awaitProvider(InstanceStore gone) {
        long end = System.nanoTime() + deadline.toNanos();
        InstanceStore now = gone;
        while (now != null && now.isGone()) {
            try {
                if (!links.awaitChange(end - System.nanoTime())) {
                    throw now.gone("; no other provider came within the link's deadline of " + deadline);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Trap(Trap.Kind.INTERRUPTED, "interrupted while waiting for a provider after " + now, e);
            }
            links.makeChanges();
            now = provider;
        }
    }
}
