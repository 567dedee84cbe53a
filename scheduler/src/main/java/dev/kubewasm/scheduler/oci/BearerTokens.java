package dev.kubewasm.scheduler.oci;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.scheduler.oci.OciDocuments.MalformedException;
import dev.kubewasm.scheduler.oci.RegistryCredentials.Login;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of registries' token servers (distribution's "Token Authentication Specification"), kept while they hold. A token
 * belongs to the login that it was given to: nobody gets by with another's.
 */
final class BearerTokens {
    private static final int KEPT = 1024;
    private static final long MAX_ANSWER = 1L << 20;

    /** What the specification has for an answer that doesn't say. */
    private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);

    private record Key(Optional<Login> login, String host, String scope) {}

    private record Token(String text, Instant expires) {}

    /** A token server's answer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TokenAnswer(
            @Nullable String token,
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("expires_in") @Nullable Long expiresIn) {}

    private final RegistryTransport transport;
    private final InstantSource clock;
    private final Map<Key, Token> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Token> eldest) {
            return size() > KEPT;
        }
    };

    BearerTokens(RegistryTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /** A token for pulling {@code image} that still holds. */
    synchronized Optional<String> known(Optional<Login> login, RegistryImage image) {
        Token token = kept.get(key(login, image));
        return token == null || !token.expires().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(token.text());
    }

    /** Asks the token server that {@code challenge} names for a token for pulling {@code image}. */
    String fetch(Challenge challenge, Optional<Login> login, RegistryImage image, long deadline)
            throws RegistryException {
        URI realm = realm(challenge, image);
        HttpResponse<byte[]> response =
                transport.get(realm, login.map(Login::basic), "application/json", MAX_ANSWER, deadline);
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw RegistryException.unauthorized("its token server " + realm.getHost() + " answers with status "
                    + status + login.map(l -> " to " + l).orElse(""));
        }
        if (status != 200) {
            throw RegistryException.unavailable(
                    "its token server " + realm.getHost() + " answers with status " + status);
        }
        TokenAnswer answer = read(response.body(), realm);
        String token = answer.token() != null ? answer.token() : answer.accessToken();
        if (token == null || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw RegistryException.unavailable("its token server " + realm.getHost() + " answers without a token");
        }
        Duration life = answer.expiresIn() == null || answer.expiresIn() < 1
                ? DEFAULT_LIFE
                : Duration.ofSeconds(Math.min(answer.expiresIn(), 24 * 3600));
        synchronized (this) {
            kept.put(key(login, image), new Token(token, clock.instant().plus(life)));
        }
        return token;
    }

    private static TokenAnswer read(byte[] json, URI realm) throws RegistryException {
        try {
            if (json.length > MAX_ANSWER) {
                throw new MalformedException("it is longer than " + MAX_ANSWER + " bytes");
            }
            return OciDocuments.read(json, TokenAnswer.class);
        } catch (MalformedException e) {
            throw RegistryException.unavailable(
                    "the answer of its token server " + realm.getHost() + " can't be read: " + e.getMessage());
        }
    }

    private static URI realm(Challenge challenge, RegistryImage image) throws RegistryException {
        String realm = challenge.parameters().getOrDefault("realm", "");
        StringBuilder query = new StringBuilder(realm.contains("?") ? "&" : "?");
        String service = challenge.parameters().get("service");
        if (service != null) {
            query.append("service=").append(encoded(service)).append('&');
        }
        query.append("scope=").append(encoded(challenge.parameters().getOrDefault("scope", image.pullScope())));
        try {
            return URI.create(realm + query);
        } catch (IllegalArgumentException e) {
            throw RegistryException.unavailable("the address of its token server is none");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Key key(Optional<Login> login, RegistryImage image) {
        return new Key(login, image.apiHost(), image.pullScope());
    }
}
