package dev.kubewasm.scheduler.oci;

import dev.kubewasm.scheduler.oci.RegistryCredentials.Login;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reads from registries by the OCI distribution specification 1.1: GET with what authorization the registry asks for, for
 * each login in turn until one may. Passwords are sent only when they are asked for.
 */
final class RegistryClient implements AutoCloseable {
    private final RegistryTransport transport;
    private final BearerTokens tokens;

    RegistryClient(RegistrySettings settings, InstantSource clock) {
        this.transport = new RegistryTransport(settings);
        this.tokens = new BearerTokens(transport, clock);
    }

    /**
     * GETs a path below the image's registry.
     *
     * @param logins whom to ask as; nobody in particular when there are none
     * @return an answer with status 200, its body at most {@code limit} bytes, or one more if there was more
     */
    HttpResponse<byte[]> get(RegistryImage image, String path, String accept, long limit, List<Login> logins)
            throws RegistryException {
        URI address = transport.address(image.apiHost(), path);
        long deadline = transport.deadline();
        List<Optional<Login>> tried = logins.isEmpty()
                ? List.of(Optional.empty())
                : logins.stream().map(Optional::of).toList();
        RegistryException refused = RegistryException.unauthorized("nobody was asked as");
        for (Optional<Login> login : tried) {
            try {
                return get(image, address, accept, limit, login, deadline);
            } catch (RegistryException e) {
                if (e.kind() != RegistryException.Kind.UNAUTHORIZED) {
                    throw e;
                }
                refused = e;
            }
        }
        throw refused;
    }

    private HttpResponse<byte[]> get(
            RegistryImage image, URI address, String accept, long limit, Optional<Login> login, long deadline)
            throws RegistryException {
        Optional<String> known = tokens.known(login, image).map(RegistryClient::bearer);
        HttpResponse<byte[]> response = transport.get(address, known, accept, limit, deadline);
        if (response.statusCode() == 401) {
            String authorization = authorization(response, login, image, deadline);
            response = transport.get(address, Optional.of(authorization), accept, limit, deadline);
        }
        int status = response.statusCode();
        return switch (status) {
            case 200 -> response;
            case 404 -> throw RegistryException.notFound();
            case 401, 403 ->
                throw RegistryException.unauthorized("it answers with status " + status + " to "
                        + login.map(Login::toString).orElse("an anonymous request"));
            default -> throw RegistryException.unavailable("it answers with status " + status);
        };
    }

    private String authorization(
            HttpResponse<?> unauthorized, Optional<Login> login, RegistryImage image, long deadline)
            throws RegistryException {
        for (String header : unauthorized.headers().allValues("WWW-Authenticate")) {
            Challenge challenge = Challenge.parse(header).orElse(null);
            if (challenge != null && challenge.scheme().equals("bearer")) {
                return bearer(tokens.fetch(challenge, login, image, deadline));
            }
            if (challenge != null && challenge.scheme().equals("basic")) {
                return login.map(Login::basic)
                        .orElseThrow(() -> RegistryException.unauthorized("it asks for a user and a password"));
            }
        }
        throw RegistryException.unauthorized("it asks for neither Basic nor Bearer authorization");
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    @Override
    public void close() {
        transport.close();
    }
}
