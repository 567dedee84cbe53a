package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * How long the API server asked last to be left alone, by the header {@code Retry-After} of an answer that isn't one on the
 * matter: what the client throws doesn't have it. It is for all requests, as their flow is one.
 */
public final class RetryAfter implements Interceptor {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** Whatever an answer says: it may come from a proxy that knows nothing of schedulers. */
    static final Duration AT_MOST = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final AtomicLong until;

    /** Nothing was asked yet. */
    public RetryAfter() {
        this(System::nanoTime);
    }

    /** @param nanos counts nanoseconds, from anywhere */
    RetryAfter(LongSupplier nanos) {
        this.nanos = nanos;
        this.until = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.isSuccessful()) {
            return;
        }
        for (String value : response.headers("Retry-After")) {
            if (SECONDS.matcher(value).matches()) {
                Duration asked = Duration.ofSeconds(Long.parseLong(value));
                until.set(nanos.getAsLong() + (asked.compareTo(AT_MOST) < 0 ? asked : AT_MOST).toNanos());
            }
        }
    }

    /** How long it is from now on; zero when it isn't any more. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, until.get() - nanos.getAsLong()));
    }
}
