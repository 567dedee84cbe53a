package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import dev.kubewasm.runtime.meter.LinkMeter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that a container imports over a link: calls go to the adapter of the provider that it is linked to, which may
 * change from one call to the next; of a pool, to a member that is free. While the provider is gone calls wait for another, up
 * to the link's deadline. Calls are counted here, in the object at hand, for the link's meter; their CPU time goes to the provider.
 *
 * <p>Generated classes extend it, one for each signature ({@link SwitchableFunctions}).
 */
public abstract class SwitchableFunction extends HostCoreFunction implements LinkMeter.Counter {
    private final LinkSwitch links;
    private Target[] targets = {};
    /** Of the target that is set. */
    private @Nullable InstanceStore provider;
    /** Of the target that is set. */
    private List<InstanceStore> passedOnBy = List.of();

    /** Whether there is one target, which nobody passes on: nearly always, and so the calls look at nothing else. */
    private boolean plain;

    private Duration deadline = Duration.ZERO;
    /** Calls that began; written by the thread that is in the container alone, as what follows. */
    private long calls;
    /** How many calls begin before the next whose time is taken. */
    private long nextTimed;

    private @Nullable CallCounts counts;
    private @Nullable LinkMeter meter;

    /** A function by the interface of the signature, and who must be there for it. */
    private record Target(Object typed, @Nullable InstanceStore provider, List<InstanceStore> passedOnBy) {
        boolean isGone() {
            return SwitchableFunction.gone(provider, passedOnBy) != null;
        }

        int waiting() {
            return provider == null ? 0 : provider.waiting();
        }
    }

    /** A function of the type of {@code first}, which {@link #switchTo} must be given before the first call. */
    protected SwitchableFunction(HostCoreFunction first, LinkSwitch links) {
        super(first.type());
        this.links = links;
    }

    /**
     * Sends calls elsewhere, from the next one on.
     *
     * @param newTargets of this function's type: one, or those of the members of a pool
     * @param newDeadline how long calls wait at most for another provider when this one is gone
     * @param newMeter of the link; null if nobody counts its calls
     */
    final void switchTo(List<LinkTarget> newTargets, Duration newDeadline, @Nullable LinkMeter newMeter) {
        if (newMeter != meter) {
            stopCounting();
            meter = newMeter;
            if (newMeter != null) {
                newMeter.add(this);
            }
        }
        targets = newTargets.stream()
                .map(t -> new Target(
                        TypedCalls.of(
                                t.adapter(), TypedCalls.signature(t.adapter().type())),
                        t.provider().orElse(null),
                        t.passedOnBy()))
                .toArray(Target[]::new);
        deadline = newDeadline;
        plain = targets.length == 1 && targets[0].passedOnBy().isEmpty();
        use(targets[0]);
    }

    private void use(Target target) {
        setTarget(target.typed());
        provider = target.provider();
        passedOnBy = target.passedOnBy();
    }

    /** That of the containers needed which is gone; null if none is. */
    private static @Nullable InstanceStore gone(@Nullable InstanceStore provider, List<InstanceStore> passedOnBy) {
        if (provider != null && provider.isGone()) {
            return provider;
        }
        return passedOnBy.isEmpty() ? null : firstGone(passedOnBy);
    }

    private static @Nullable InstanceStore firstGone(List<InstanceStore> passedOnBy) {
        return passedOnBy.stream().filter(InstanceStore::isGone).findFirst().orElse(null);
    }

    /** Sets the function that is called; {@code typed} implements the interface of the signature. */
    protected abstract void setTarget(Object typed);

    /**
     * Before a call: makes changes of links, and waits for a provider if there is none.
     *
     * @return when it began ({@link System#nanoTime}), or 0 if its time isn't taken
     */
    protected final long beforeCall() {
        links.makeChanges();
        long began = calls++ >= nextTimed ? counts().begin(calls - 1) : 0;
        InstanceStore only = provider;
        if (plain && (only == null || !only.isGone())) {
            return began;
        }
        findProvider();
        return began;
    }

    private void findProvider() {
        if (targets.length > 1 && chooseMember()) {
            return;
        }
        InstanceStore gone = gone(provider, passedOnBy);
        if (gone != null) {
            awaitProvider(gone);
        }
    }

    /** A call whose time is taken has ended well. */
    protected final void called(long began) {
        long nanos = System.nanoTime() - began;
        CallCounts now = counts();
        long cpu = now.took(calls - 1, nanos);
        nextTimed = now.nextTimed();
        InstanceStore served = provider;
        if (cpu > 0 && served != null) {
            served.cpu().used(cpu);
            links.cpu().usedElsewhere(cpu);
        }
    }

    private CallCounts counts() {
        CallCounts now = counts;
        if (now == null) {
            now = new CallCounts();
            counts = now;
        }
        return now;
    }

    @Override
    public final LinkCalls counted() {
        CallCounts now = counts;
        return (now == null ? new CallCounts() : now).of(calls);
    }

    /** Leaves what was counted to the meter: there will be no more calls for it. */
    final void stopCounting() {
        if (meter != null) {
            meter.remove(this);
        }
        meter = null;
        calls = 0;
        nextTimed = 0;
        counts = null;
    }

    /**
     * Of a pool: the member used last if it is free, else another that is, reserved for this call; else the one for which
     * fewest wait. Nothing is done after reserving but to return: what failed then would leave it taken.
     *
     * @return whether it was reserved
     */
    private boolean chooseMember() {
        InstanceStore last = provider;
        if (last != null && gone(last, passedOnBy) == null && last.reserve()) {
            return true;
        }
        for (Target target : targets) {
            InstanceStore member = target.provider();
            if (member != null && !target.isGone()) {
                use(target);
                if (member.reserve()) {
                    return true;
                }
            }
        }
        Arrays.stream(targets)
                .filter(target -> !target.isGone())
                .min(Comparator.comparingInt(Target::waiting))
                .ifPresent(this::use);
        return false;
    }

    /** A call ended by {@code failure}: returns if it had not begun and may be made again, and throws it otherwise. */
    protected final void again(Throwable failure) {
        InstanceStore now = provider;
        if (now != null && targets.length > 1) {
            now.cancelReservation();
        }
        if (now == null || !(failure instanceof NotEntered notEntered) || notEntered.store() != now) {
            counts().failed(kind(failure, now));
            throw CoreFunction.rethrown(failure);
        }
        if (Arrays.stream(targets).allMatch(Target::isGone)) {
            awaitProvider(now);
        }
        // It is counted once more when it is made again.
        calls--;
    }

    /** What ends a call after it has entered the provider ends the provider, too. */
    private static LinkFailure kind(Throwable failure, @Nullable InstanceStore provider) {
        if (!(failure instanceof Trap trap)) {
            return LinkFailure.TRAP;
        }
        return switch (trap.kind()) {
            case INTERRUPTED -> LinkFailure.INTERRUPTED;
            case LINK_DEADLINE_EXCEEDED ->
                provider == null || provider.isGone() ? LinkFailure.TRAP : LinkFailure.DEADLINE;
            default -> LinkFailure.TRAP;
        };
    }

    private void awaitProvider(InstanceStore gone) {
        long end = System.nanoTime() + deadline.toNanos();
        InstanceStore now = gone;
        while (now != null) {
            try {
                if (!links.awaitChange(end - System.nanoTime())) {
                    counts().failed(LinkFailure.PROVIDER_GONE);
                    throw now.gone("; no other provider came within the link's deadline of " + deadline);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                counts().failed(LinkFailure.INTERRUPTED);
                throw new Trap(Trap.Kind.INTERRUPTED, "interrupted while waiting for a provider after " + now, e);
            }
            links.makeChanges();
            now = gone(provider, passedOnBy);
        }
    }
}
