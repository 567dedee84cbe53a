package dev.kubewasm.scheduler.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactProblem.BlobNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.DigestMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.ImageNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.NotAWasmArtifact;
import dev.kubewasm.scheduler.port.ArtifactProblem.SizeMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.TooLarge;
import dev.kubewasm.scheduler.port.ArtifactProblem.Unauthorized;
import dev.kubewasm.scheduler.port.ArtifactProblem.Unreachable;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource.Binary;
import dev.kubewasm.scheduler.port.ArtifactSource.Resolution;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.registry.FakeRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryArtifactSourceTest {
    private static final String TINY = "valid/tiny-component";

    private FakeRegistry registry;
    private ImageReference tiny;

    @BeforeAll
    static void needsTheCorpus() {
        Corpora.require("oci");
    }

    @BeforeEach
    void start() {
        registry = new FakeRegistry(Corpora.require("oci"));
        tiny = image(TINY);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-component",
                "tiny-component-no-target",
                "upstream-component",
                "wit-package",
                "upstream-wit-package",
                "core-module-wasip1"
            })
    void readsEveryValidLayoutAsFromItsFolder(String name) {
        ImageReference image = image("valid/" + name);
        WasmArtifact fromFolder = resolved(
                new OciLayoutArtifactSource(Corpora.require("oci/valid/" + name)), new ImageReference("latest"));

        try (RegistryArtifactSource source = anonymous()) {
            WasmArtifact artifact = resolved(source, image);

            assertThat(artifact)
                    .isEqualTo(new WasmArtifact(
                            image,
                            fromFolder.manifest(),
                            fromFolder.os(),
                            fromFolder.names(),
                            fromFolder.layer(),
                            fromFolder.size()));
            assertThat(source.binary(artifact))
                    .isInstanceOfSatisfying(Binary.Bytes.class, b -> assertThat(Digest.of(b.bytes()))
                            .isEqualTo(artifact.layer()));
            assertThat(resolved(source, new ImageReference(image.text() + "@" + artifact.manifest()))
                            .manifest())
                    .isEqualTo(artifact.manifest());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    two-layers                   | SeveralLayers    | 2 layers
                    layer-digest-not-in-blobs    | BadDocument      | layerDigests is
                    config-layer-digest-mismatch | BadDocument      | layerDigests is
                    wasip2-without-component     | BadDocument      | component is missing
                    layer-media-type             | NotAWasmArtifact | expected application/wasm
                    layer-size-mismatch          | SizeMismatch     | should have 972 bytes but has 971
                    tampered-blob                | DigestMismatch   | layer should have digest
                    wrong-architecture           | NotAWasmArtifact | expected 'wasm'
                    """)
    void refusesEveryInvalidLayoutAsFromItsFolder(String name, String problem, String text) {
        ArtifactProblem found = problemOf(image("invalid/" + name));

        assertThat(found.getClass().getSimpleName()).isEqualTo(problem);
        assertThat(found.message()).contains(text).contains(registry.host()).doesNotContain("\n");
    }

    @Test
    void namesTheRegistryWhenItDoesNotHaveTheImage() {
        ArtifactProblem found = problemOf(image("valid/none"));

        assertThat(found).isInstanceOf(ImageNotFound.class);
        assertThat(found.message()).contains("valid/none").contains("registry " + registry.host());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 429, 500, 503})
    void whatIsNotAboutTheImageMayPass(int status) {
        registry.first(exchange -> FakeRegistry.answer(exchange, status, "secret of the registry"));

        ArtifactProblem found = problemOf(tiny);

        assertThat(found).isInstanceOf(Unreachable.class);
        assertThat(found.mayPass()).isTrue();
        assertThat(found.message()).contains("status " + status).doesNotContain("secret");
    }

    @Test
    void aRegistryThatIsDownIsOutOfReach() {
        registry.close();

        assertThat(problemOf(tiny)).isInstanceOfSatisfying(Unreachable.class, p -> assertThat(p.message())
                .contains("ConnectException"));
    }

    @Test
    void aRegistryThatSaysNothingIsWaitedForNoLongerThanTheTimeout() {
        registry.first(_ -> registry.hang());

        assertThat(problemOf(tiny, settings(Duration.ofMillis(200))).message())
                .contains("no whole answer within PT0.2S");
    }

    @Test
    void aRegistryThatStopsInTheMiddleIsWaitedForNoLongerThanTheTimeout() {
        registry.first(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            return registry.hang();
        });

        assertThat(problemOf(tiny, settings(Duration.ofMillis(200)))).isInstanceOf(Unreachable.class);
    }

    @Test
    void anAnswerThatBreaksOffIsOutOfReach() {
        registry.first(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            return true;
        });

        assertThat(problemOf(tiny)).isInstanceOf(Unreachable.class);
    }

    @Test
    void aManifestWithoutEndIsCutOff() {
        registry.first(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(1 << 16).getBytes(UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(spaces);
                }
            }
        });

        assertThat(problemOf(tiny)).isInstanceOf(TooLarge.class);
    }

    @Test
    void aBlobLongerThanItsDescriptorIsCutOff() {
        registry.first(exchange ->
                path(exchange).contains("/blobs/") && FakeRegistry.answer(exchange, 200, new byte[1 << 20]));

        assertThat(problemOf(tiny)).isInstanceOf(SizeMismatch.class);
    }

    @Test
    void aBinaryLargerThanTheLimitIsNotAskedFor() {
        var settings = new RegistrySettings(Set.of(registry.host()), Duration.ofSeconds(20), 10);

        assertThat(problemOf(tiny, settings)).isInstanceOf(TooLarge.class);
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void aManifestIsHeldToTheDigestThatWasAskedFor() {
        Digest asked = Digest.of(new byte[] {1});
        registry.first(exchange -> path(exchange).endsWith(asked.toString())
                && FakeRegistry.answer(exchange, 200, "{\"schemaVersion\":2}"));

        assertThat(problemOf(new ImageReference(tiny.text() + "@" + asked))).isInstanceOf(DigestMismatch.class);
    }

    @Test
    void aManifestIsHeldToTheDigestThatTheRegistryNames() {
        registry.first(exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(new byte[] {1}).toString());
            return FakeRegistry.answer(exchange, 200, "{\"schemaVersion\":2}");
        });

        assertThat(problemOf(tiny)).isInstanceOf(DigestMismatch.class);
    }

    @Test
    void saysWhatAnIndexIs() {
        registry.first(exchange -> FakeRegistry.answer(
                exchange, 200, "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}"));

        assertThat(problemOf(tiny)).isInstanceOfSatisfying(NotAWasmArtifact.class, p -> assertThat(p.why())
                .contains("application/vnd.oci.image.index.v1+json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "UPPER/case:v1", "a.b/c:", "a.b/c@md5:1", "a.b:port/c:v1", "a.b/c/../d:v1"})
    void refusesWhatIsNoReferenceToARegistry(String text) {
        ImageReference image = new ImageReference(text);

        // A bare name is one: of Docker Hub.
        if (text.equals("latest")) {
            assertThat(RegistryImage.parse(image)).contains(new RegistryImage("docker.io", "library/latest", "latest"));
        } else {
            assertThat(problemOf(image)).isInstanceOf(NotAWasmArtifact.class);
        }
    }

    @Test
    void asksByTlsUnlessTheRegistryIsNamed() {
        var settings = new RegistrySettings(Set.of("another.example.com"), Duration.ofMillis(200), 16 << 20);

        assertThat(problemOf(tiny, settings)).isInstanceOf(Unreachable.class);
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void followsARedirectToItsStorageWithoutTheAuthorization() throws Exception {
        try (FakeRegistry storage = new FakeRegistry(Corpora.require("oci"))) {
            registry.first(exchange -> basic(exchange, "reader", "right") || redirect(exchange, storage));
            var settings =
                    new RegistrySettings(Set.of(registry.host(), storage.host()), Duration.ofSeconds(20), 16 << 20);

            try (var source = new RegistryArtifactSource(settings, login(registry.host(), "reader", "right"))) {
                assertThat(source.binary(resolved(source, tiny))).isInstanceOf(Binary.Bytes.class);
            }
            assertThat(storage.requests()).hasSize(3).noneMatch(request -> request.contains("Basic"));
        }
    }

    @Test
    void followsNoRedirectToPlainHttpElsewhere() {
        try (FakeRegistry elsewhere = new FakeRegistry(Corpora.require("oci"))) {
            registry.first(exchange -> redirect(exchange, elsewhere));

            assertThat(problemOf(tiny).message()).contains(elsewhere.host() + " without TLS");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void followsNoRedirectForEver() {
        registry.first(exchange -> redirect(exchange, registry));

        assertThat(problemOf(tiny).message()).contains("redirects more than 5 times");
        assertThat(registry.requests()).hasSize(6);
    }

    @Test
    void givesPasswordsOnlyToWhomAsksAndIsMeant() throws Exception {
        try (var source =
                new RegistryArtifactSource(settings(Duration.ofSeconds(20)), login("other.example.com", "u", "p"))) {
            resolved(source, tiny);
        }
        try (var source =
                new RegistryArtifactSource(settings(Duration.ofSeconds(20)), login(registry.host(), "u", "p"))) {
            resolved(source, tiny);
        }
        assertThat(registry.requests()).noneMatch(request -> request.contains("Basic"));

        registry.first(exchange -> basic(exchange, "u", "p"));
        try (var source =
                new RegistryArtifactSource(settings(Duration.ofSeconds(20)), login("other.example.com", "u", "p"))) {
            assertThat(problemOf(source, tiny).message()).contains("asks for a user and a password");
        }
        assertThat(registry.requests()).noneMatch(request -> request.contains("Basic"));
    }

    @Test
    void triesOneLoginAfterTheOther() throws Exception {
        registry.first(exchange -> basic(exchange, "reader", "right"));

        try (var source = new RegistryArtifactSource(
                settings(Duration.ofSeconds(20)), login(registry.host(), "reader", "wrong"))) {
            ArtifactProblem found = problemOf(source, tiny);
            assertThat(found).isInstanceOf(Unauthorized.class);
            assertThat(found.message())
                    .contains("status 401 to user reader")
                    .contains("imagePullSecrets")
                    .doesNotContain("wrong");

            ArtifactSource withSecret = source.with(login(registry.host() + "/valid", "reader", "right"));
            assertThat(resolved(withSecret, tiny).image()).isEqualTo(tiny);
        }
    }

    @Test
    void fetchesAndKeepsTokensForEachLogin() throws Exception {
        registry.first(this::tokenServer);
        try (var source = new RegistryArtifactSource(
                settings(Duration.ofSeconds(20)), login(registry.host(), "reader", "right"))) {
            WasmArtifact artifact = resolved(source, tiny);
            assertThat(source.binary(artifact)).isInstanceOf(Binary.Bytes.class);
            assertThat(registry.requests().stream().filter(r -> r.startsWith("/token")))
                    .as("one token for manifest, config and layer")
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("service=a+registry")
                    .contains("scope=repository%3Avalid%2Ftiny-component%3Apull");

            // Another's token is of no use to who has none.
            ArtifactSource stranger =
                    new RegistryArtifactSource(settings(Duration.ofSeconds(20)), RegistryCredentials.NONE);
            assertThat(problemOf(stranger, tiny)).isInstanceOf(Unauthorized.class);
            ArtifactSource wrong = source.with(login(registry.host() + "/valid", "other", "wrong"));
            assertThat(resolved(wrong, tiny).image())
                    .as("its own login comes next")
                    .isEqualTo(tiny);
        }
    }

    @Test
    void aTokenThatHoldsNoMoreIsRenewed() throws Exception {
        registry.first(this::tokenServer);
        try (var source = new RegistryArtifactSource(
                settings(Duration.ofSeconds(20)), login(registry.host(), "reader", "right"))) {
            resolved(source, tiny);
            token = "second";
            resolved(source, tiny);
        }
    }

    private volatile String token = "first";

    /** The registry wants a token, and has its token server at {@code /token}. */
    private boolean tokenServer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (path(exchange).startsWith("/token")) {
            return header("reader", "right").equals(authorization)
                    ? FakeRegistry.answer(exchange, 200, "{\"token\":\"" + token + "\",\"expires_in\":300}")
                    : FakeRegistry.answer(exchange, 401, "");
        }
        if (("Bearer " + token).equals(authorization)) {
            return false;
        }
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer scope=\"repository:valid/tiny-component:pull\", realm=\"http://" + registry.host()
                                + "/token\", service=\"a registry\"");
        return FakeRegistry.answer(exchange, 401, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Negotiate",
                "Bearer",
                "Bearer realm=\"\"",
                "Bearer realm=\"file:///etc/passwd\"",
                "Bearer realm=\"http://127.0.0.1:1/token\"",
                "Bearer realm=\"http://user@127.0.0.1:1/token\"",
                "Bearer realm=\"not an address\""
            })
    void challengesThatLeadNowhereAreAnAnswer(String challenge) {
        registry.first(exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            return FakeRegistry.answer(exchange, 401, "");
        });

        assertThat(problemOf(tiny)).isInstanceOfAny(Unauthorized.class, Unreachable.class);
    }

    @Test
    void aBlobThatIsMissingNamesTheRegistry() {
        registry.first(exchange -> path(exchange).contains("/blobs/") && FakeRegistry.answer(exchange, 404, ""));

        assertThat(problemOf(tiny)).isInstanceOf(BlobNotFound.class);
    }

    private static boolean redirect(HttpExchange exchange, FakeRegistry to) throws IOException {
        exchange.getResponseHeaders().set("Location", "http://" + to.host() + path(exchange));
        return FakeRegistry.answer(exchange, 307, "");
    }

    /** Whether it was answered, with 401. */
    private static boolean basic(HttpExchange exchange, String user, String password) throws IOException {
        if (header(user, password).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
        return FakeRegistry.answer(exchange, 401, "");
    }

    private static String header(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().toString();
    }

    static RegistryCredentials login(String key, String user, String password)
            throws RegistryCredentials.UnreadableException {
        return RegistryCredentials.parse(
                "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
                        .formatted(key, user, password)
                        .getBytes(UTF_8),
                "test");
    }

    private ImageReference image(String name) {
        return new ImageReference(registry.image(name));
    }

    private RegistrySettings settings(Duration timeout) {
        return new RegistrySettings(Set.of(registry.host()), timeout, 16 << 20);
    }

    private RegistryArtifactSource anonymous() {
        return new RegistryArtifactSource(settings(Duration.ofSeconds(20)), RegistryCredentials.NONE);
    }

    private ArtifactProblem problemOf(ImageReference image) {
        return problemOf(image, settings(Duration.ofSeconds(20)));
    }

    private static ArtifactProblem problemOf(ImageReference image, RegistrySettings settings) {
        try (var source = new RegistryArtifactSource(settings, RegistryCredentials.NONE)) {
            return problemOf(source, image);
        }
    }

    private static WasmArtifact resolved(ArtifactSource source, ImageReference image) {
        return switch (source.resolve(image)) {
            case Resolution.Resolved(WasmArtifact artifact) -> artifact;
            case Resolution.Refused(ArtifactProblem problem) -> throw new AssertionError(problem.message());
        };
    }

    private static ArtifactProblem problemOf(ArtifactSource source, ImageReference image) {
        return switch (source.resolve(image)) {
            case Resolution.Refused(ArtifactProblem problem) -> problem;
            case Resolution.Resolved(WasmArtifact artifact) ->
                switch (source.binary(artifact)) {
                    case Binary.Refused(ArtifactProblem problem) -> problem;
                    case Binary.Bytes _ -> throw new AssertionError("accepted: " + artifact);
                };
        };
    }
}
