package dev.kubewasm.runtime.abi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The direction in which values go, made once per adapter: out of one side, into another, or between a side and the
 * host. The resources that handle types name are looked up in the instance whose types they are.
 */
final class Transfer {
    private final @Nullable Side from;
    private final @Nullable Side to;
    private final ResourceTable resources;

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

    ResourceType resource(int slot) {
        return resources.get(slot);
    }
}
