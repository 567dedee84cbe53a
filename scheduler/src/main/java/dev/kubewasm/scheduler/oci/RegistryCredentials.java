package dev.kubewasm.scheduler.oci;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kubewasm.scheduler.oci.OciDocuments.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * User names and passwords for registries, as a docker {@code config.json} and a Secret of type {@code
 * kubernetes.io/dockerconfigjson} hold them. A key is a registry, or a registry and the beginning of a repository's path;
 * {@code *} stands for one label of the host. The longest key that matches goes first, as with the kubelet.
 */
public final class RegistryCredentials {
    /** No credentials: images are asked for anonymously. */
    public static final RegistryCredentials NONE = new RegistryCredentials(List.of());

    /** The longest configuration read, in bytes: what a Secret can hold. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final Comparator<Entry> LONGEST_KEY_FIRST =
            Comparator.comparingInt((Entry e) -> e.key().length()).reversed();

    private final List<Entry> entries;

    private RegistryCredentials(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * A user at a registry.
     *
     * @param user its name
     * @param password its password or token
     */
    record Login(String user, String password) {
        /** The value of a header {@code Authorization} by the Basic scheme (RFC 7617). */
        String basic() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }

    private record Entry(String key, Login login) {}

    /**
     * Reads a docker configuration.
     *
     * @param json its text
     * @param where it is, for messages
     * @throws UnreadableException when it isn't one, or needs a program (a credential helper) or a protocol (an identity
     *     token) that isn't supported
     */
    public static RegistryCredentials parse(byte[] json, String where) throws UnreadableException {
        if (json.length > MAX_LENGTH) {
            throw new UnreadableException(
                    where + " has " + json.length + " bytes, at most " + MAX_LENGTH + " are read");
        }
        DockerConfig config;
        try {
            config = OciDocuments.read(json, DockerConfig.class);
        } catch (MalformedException e) {
            throw new UnreadableException(where + " is no docker configuration: " + e.getMessage());
        }
        if (config.credsStore() != null
                || (config.credHelpers() != null && !config.credHelpers().isEmpty())) {
            throw new UnreadableException(
                    where + " names a credential helper, which isn't supported: write user and password into auths");
        }
        List<Entry> entries = new ArrayList<>();
        for (var auth : (config.auths() == null ? Map.<String, @Nullable Auth>of() : config.auths()).entrySet()) {
            login(auth.getKey(), auth.getValue(), where)
                    .ifPresent(login -> entries.add(new Entry(normalized(auth.getKey()), login)));
        }
        return new RegistryCredentials(entries);
    }

    private static Optional<Login> login(String key, @Nullable Auth auth, String where) throws UnreadableException {
        if (auth == null) {
            return Optional.empty();
        }
        if (auth.identitytoken() != null && !auth.identitytoken().isEmpty()) {
            throw new UnreadableException(
                    where + ": auths \"" + key + "\" has an identitytoken, which isn't supported: use a password");
        }
        if (auth.auth() == null || auth.auth().isEmpty()) {
            return auth.username() == null
                    ? Optional.empty()
                    : Optional.of(new Login(auth.username(), auth.password() == null ? "" : auth.password()));
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(auth.auth()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(where + ": auths \"" + key + "\": auth is not base64");
        }
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw new UnreadableException(where + ": auths \"" + key + "\": auth is not USER:PASSWORD in base64");
        }
        return Optional.of(new Login(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }

    /** Docker writes {@code https://index.docker.io/v1/} for Docker Hub, and older files a scheme for any registry. */
    private static String normalized(String key) {
        String bare = key.replaceFirst("^https?://", "");
        if (bare.startsWith("index.docker.io")) {
            return "docker.io";
        }
        return bare.replaceFirst("/v[12]/?$", "").replaceFirst("/$", "");
    }

    /** These first, then {@code others}. */
    public RegistryCredentials or(RegistryCredentials others) {
        if (entries.isEmpty()) {
            return others;
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return new RegistryCredentials(List.copyOf(all));
    }

    /** Those that are meant for {@code image}, best first; the same login once. */
    List<Login> matching(RegistryImage image) {
        Map<Login, Boolean> logins = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> matches(entry.key(), image))
                .sorted(LONGEST_KEY_FIRST)
                .forEach(entry -> logins.put(entry.login(), true));
        return List.copyOf(logins.keySet());
    }

    private static boolean matches(String key, RegistryImage image) {
        int slash = key.indexOf('/');
        String host = slash < 0 ? key : key.substring(0, slash);
        String path = slash < 0 ? "" : key.substring(slash + 1);
        boolean pathMatches = path.isEmpty()
                || image.repository().equals(path)
                || image.repository().startsWith(path + "/");
        return pathMatches
                && hostMatches(host.split("\\.", -1), image.registry().split("\\.", -1));
    }

    private static boolean hostMatches(String[] pattern, String[] host) {
        if (pattern.length != host.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(host[i])) {
                return false;
            }
        }
        return true;
    }

    /** File {@code config.json} of docker, as far as it is about credentials. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DockerConfig(
            @Nullable Map<String, @Nullable Auth> auths,
            @Nullable String credsStore,
            @Nullable Map<String, String> credHelpers) {}

    /** An entry of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Auth(
            @Nullable String auth,
            @Nullable String username,
            @Nullable String password,
            @Nullable String identitytoken) {}

    /** A configuration that can't be used; the message is one line with the place. It never holds what was secret. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }
}
