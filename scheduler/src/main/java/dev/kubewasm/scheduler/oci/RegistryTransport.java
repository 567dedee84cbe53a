package dev.kubewasm.scheduler.oci;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Single GETs, bounded in time, in length and in redirects. What a registry sends is a stranger's: nothing of it gets into a
 * message, an authorization never leaves the origin it is for, and TLS is never left for plain HTTP.
 */
final class RegistryTransport implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final HttpClient http;
    private final RegistrySettings settings;

    RegistryTransport(RegistrySettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
    }

    /** When what is begun now has to be over, by {@link System#nanoTime()}. */
    long deadline() {
        return System.nanoTime() + settings.timeout().toNanos();
    }

    /** The address of {@code path} at {@code host}, by HTTP where the settings say so. */
    URI address(String host, String path) throws RegistryException {
        try {
            return URI.create((settings.plainHttp().contains(host) ? "http" : "https") + "://" + host + path);
        } catch (IllegalArgumentException e) {
            throw RegistryException.unavailable("'" + host + "' is no host");
        }
    }

    /** The answer to a GET, redirects followed; its body has at most {@code limit} bytes, or one more if there was more. */
    HttpResponse<byte[]> get(URI address, Optional<String> authorization, String accept, long limit, long deadline)
            throws RegistryException {
        URI at = address;
        Optional<String> allowed = authorization;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            requireAllowed(at);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(at).header("Accept", accept).header("User-Agent", "kube-wasm");
            allowed.ifPresent(value -> request.header("Authorization", value));
            HttpResponse<byte[]> response = send(request.build(), limit, deadline);
            if (!isRedirect(response.statusCode())) {
                return response;
            }
            URI next = location(at, response);
            if (!origin(next).equals(origin(at))) {
                allowed = Optional.empty();
            }
            at = next;
        }
        throw RegistryException.unavailable("it redirects more than " + MAX_REDIRECTS + " times");
    }

    private HttpResponse<byte[]> send(HttpRequest request, long limit, long deadline) throws RegistryException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, _ -> new BoundedBody(limit));
        try {
            return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw RegistryException.unavailable("no whole answer within " + settings.timeout());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException) {
                String why = cause.getMessage() == null ? "" : ": " + cause.getMessage();
                throw RegistryException.unavailable(cause.getClass().getSimpleName() + why);
            }
            throw new IllegalStateException("GET " + request.uri(), cause);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw RegistryException.unavailable("interrupted");
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI location(URI from, HttpResponse<?> response) throws RegistryException {
        try {
            return from.resolve(response.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw RegistryException.unavailable("it redirects to what is no address");
        }
    }

    /** Addresses come from registries too. */
    private void requireAllowed(URI address) throws RegistryException {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getRawAuthority();
        if (host == null || address.getHost() == null || address.getRawUserInfo() != null) {
            throw RegistryException.unavailable("it points to an address without a host, or with a user");
        }
        boolean plain = scheme.equals("http") && settings.plainHttp().contains(host);
        if (!scheme.equals("https") && !plain) {
            throw RegistryException.unavailable(
                    "it points to " + host + " without TLS, which isn't among the registries that may be asked so");
        }
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
