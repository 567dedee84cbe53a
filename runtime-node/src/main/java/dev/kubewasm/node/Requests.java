package dev.kubewasm.node;

import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Requests to a cluster that may hang: after one that took long to fail, others fail without being made for a while. Who makes
 * them has other things to do than to wait for each in turn. A cluster that refuses at once is asked on.
 */
final class Requests {
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(30);

    private final InstantSource clock;
    private volatile Instant askAgain = Instant.MIN;

    /** Requests whose time {@code clock} takes. */
    Requests(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes a request.
     *
     * @param what is asked for, for messages: "could not WHAT"
     * @throws ClusterUnavailableException as {@code request} does, or instead of making it
     */
    <T> T ask(String what, Supplier<T> request) {
        Instant began = clock.instant();
        if (began.isBefore(askAgain)) {
            throw new ClusterUnavailableException(
                    "could not " + what + ": the API server took too long to answer and is asked again at " + askAgain,
                    null);
        }
        try {
            return request.get();
        } catch (ClusterUnavailableException e) {
            Instant failed = clock.instant();
            if (!failed.isBefore(began.plus(LONG))) {
                askAgain = failed.plus(REST);
            }
            throw e;
        }
    }

    /** As {@link #ask}, for what has no answer. */
    void tell(String what, Runnable request) {
        boolean _ = ask(what, () -> {
            request.run();
            return true;
        });
    }
}
