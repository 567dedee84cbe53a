package dev.kubewasm.runtime.abi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The direction in which values go, made once per adapter: out of one side, into another, or between a side and the
 * host. The resources that handle types name are looked up in the instance whose types they are.
 */
final class Transfer {
    /** Twice the longest list. */
    private static final long MAX_LIFTED = 1L << 29;

    private final @Nullable Side from;
    private final @Nullable Side to;
    private final ResourceTable resources;
    private long lifted;

    Transfer(Optional<Side> from, Optional<Side> to, ResourceTable resources) {
        this.from = from.orElse(null);
        this.to = to.orElse(null);
        this.resources = resources;
    }

    Side from() {
        if (from == null) {
            throw new IllegalStateException("nothing to lift from");
        }
        return from;
    }

    Side to() {
        if (to == null) {
            throw new IllegalStateException("nothing to lower to");
        }
        return to;
    }

    /** A call begins: nothing is lifted into the host yet. */
    void begin() {
        lifted = 0;
    }

    /**
     * Counts what the host makes of a list or string, before it makes it. Lists may share their contents, so that what a few
     * bytes of linear memory stand for can be larger than any memory; in one call it can't be larger than the instance's.
     *
     * @param bytes about what it takes on the host's side
     */
    void countLifted(long bytes) {
        lifted += bytes;
        long most = Math.min(MAX_LIFTED, from().instance().store().limits().memoryBytes());
        if (lifted > most) {
            throw from().trap("a call passes values of more than " + most + " bytes to the host");
        }
    }

    ResourceType resource(int slot) {
        return resources.get(slot);
    }
}
