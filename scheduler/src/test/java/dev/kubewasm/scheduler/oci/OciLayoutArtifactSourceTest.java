package dev.kubewasm.scheduler.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactProblem.BadDocument;
import dev.kubewasm.scheduler.port.ArtifactProblem.BlobNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.DigestMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.ImageNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.NotAWasmArtifact;
import dev.kubewasm.scheduler.port.ArtifactProblem.SeveralLayers;
import dev.kubewasm.scheduler.port.ArtifactProblem.SizeMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.TooLarge;
import dev.kubewasm.scheduler.port.ArtifactSource.Binary;
import dev.kubewasm.scheduler.port.ArtifactSource.Resolution;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.testkit.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutArtifactSourceTest {
    private static final ImageReference LATEST = new ImageReference("latest");

    @TempDir
    Path folder;

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
    void readsEveryValidLayout(String name) throws IOException {
        Path layout = Corpora.require("oci/valid/" + name);
        var config = new ObjectMapper().readTree(layout.resolve("config.json").toFile());
        OciLayoutArtifactSource source = new OciLayoutArtifactSource(layout);

        WasmArtifact artifact = resolved(source, LATEST);

        assertThat(artifact.manifest().toString()).isEqualTo(manifestDigest("valid/" + name));
        assertThat(artifact.os()).isEqualTo(config.get("os").textValue());
        assertThat(artifact.layer().toString())
                .isEqualTo(config.get("layerDigests").get(0).textValue());
        if (config.has("component")) {
            var component = config.get("component");
            var names = artifact.names().orElseThrow();
            assertThat(names.imports()).isEqualTo(texts(component.get("imports")));
            assertThat(names.exports()).isEqualTo(texts(component.get("exports")));
            assertThat(names.target().isPresent()).isEqualTo(component.has("target"));
        } else {
            assertThat(artifact.names()).isEmpty();
        }
        assertThat(source.binary(artifact))
                .isInstanceOfSatisfying(Binary.Bytes.class, b -> assertThat(Digest.of(b.bytes()))
                        .isEqualTo(artifact.layer()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    two-layers                   | SeveralLayers    | 2 layers
                    layer-digest-not-in-blobs    | BlobNotFound     | layer sha256:0000000000
                    config-layer-digest-mismatch | BadDocument      | layerDigests is
                    wasip2-without-component     | BadDocument      | component is missing
                    layer-media-type             | NotAWasmArtifact | expected application/wasm
                    layer-size-mismatch          | SizeMismatch     | should have 972 bytes but has 971
                    tampered-blob                | DigestMismatch   | layer should have digest
                    wrong-architecture           | NotAWasmArtifact | expected 'wasm'
                    """)
    void refusesEveryInvalidLayoutWithItsReason(String name, String problem, String text) {
        ArtifactProblem found = problemOf(new OciLayoutArtifactSource(Corpora.require("oci/invalid/" + name)), LATEST);

        assertThat(found.getClass().getSimpleName()).isEqualTo(problem);
        assertThat(found.message()).contains(text).contains("latest").doesNotContain("\n");
    }

    @Test
    void namesTheImageAndTheLayoutWhenItIsNotThere() throws IOException {
        new LayoutFixture(folder)
                .image("registry.example.com/a:v1", new byte[] {1})
                .write();

        ArtifactProblem found =
                problemOf(new OciLayoutArtifactSource(folder), new ImageReference("registry.example.com/a:v2"));

        assertThat(found).isInstanceOf(ImageNotFound.class);
        assertThat(found.message()).contains("registry.example.com/a:v2").contains(folder.toString());
        assertThat(found.mayPass()).isFalse();
    }

    @Test
    void saysThatAnEmptyFolderIsNoLayout() {
        assertThat(problemOf(new OciLayoutArtifactSource(folder), LATEST).message())
                .contains("has no file oci-layout");
    }

    @Test
    void findsAPinnedDigestWhateverItsName() throws IOException {
        Digest manifest =
                new LayoutFixture(folder).image("a:v1", new byte[] {1}).write().getFirst();
        OciLayoutArtifactSource source = new OciLayoutArtifactSource(folder);

        assertThat(resolved(source, new ImageReference("other:v7@" + manifest)).manifest())
                .isEqualTo(manifest);
        assertThat(problemOf(source, new ImageReference("a:v1@" + Digest.of(new byte[] {9}))))
                .isInstanceOf(ImageNotFound.class);
    }

    @Test
    void refusesTwoManifestsOfOneName() throws IOException {
        new LayoutFixture(folder)
                .image("a:v1", new byte[] {1})
                .image("a:v1", new byte[] {2})
                .write();

        assertThat(problemOf(new OciLayoutArtifactSource(folder), new ImageReference("a:v1"))
                        .message())
                .contains("two manifests have this name");
    }

    @Test
    void readsNoMoreThanItsLimit() throws IOException {
        new LayoutFixture(folder).image("a:v1", new byte[1000]).write();
        OciLayoutArtifactSource source = new OciLayoutArtifactSource(folder, 999);

        assertThat(problemOf(source, new ImageReference("a:v1")))
                .isEqualTo(new ArtifactProblem.TooLarge(new ImageReference("a:v1"), "layer", 1000, 999));
    }

    @Test
    void refusesAManifestDescriptorThatClaimsMoreThanADocumentMayHave() throws IOException {
        Digest digest = Digest.of(new byte[] {1});
        LayoutFixture.writeTopLevel(folder, """
                {"schemaVersion":2,"manifests":[{"digest":"%s","size":9000000000000,
                  "annotations":{"org.opencontainers.image.ref.name":"latest"}}]}""".formatted(digest));

        assertThat(problemOf(new OciLayoutArtifactSource(folder), LATEST)).isInstanceOf(TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"manifests\":3}",
                "{\"manifests\":[{\"digest\":\"sha256:zz\",\"size\":1,"
                        + "\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}}]}",
                "{\"manifests\":[{\"digest\":\"md5:1\",\"size\":1,"
                        + "\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}}]}",
                "{} {}"
            })
    void refusesAMalformedIndexInOneLine(String index) throws IOException {
        LayoutFixture.writeTopLevel(folder, index);

        ArtifactProblem found = problemOf(new OciLayoutArtifactSource(folder), LATEST);

        assertThat(found).isInstanceOf(BadDocument.class);
        assertThat(found.message()).doesNotContain("\n").contains("can't be read");
    }

    @Test
    void refusesAnIndexNestedTooDeep() throws IOException {
        LayoutFixture.writeTopLevel(folder, "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(problemOf(new OciLayoutArtifactSource(folder), LATEST)).isInstanceOf(BadDocument.class);
    }

    @Test
    void saysWhatAnImageOfAnotherKindIs() throws IOException {
        LayoutFixture.writeTopLevel(folder, """
                {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json",
                  "digest":"%s","size":2,"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}""".formatted(Digest.of(new byte[] {1})));

        assertThat(problemOf(new OciLayoutArtifactSource(folder), LATEST))
                .isInstanceOfSatisfying(NotAWasmArtifact.class, p -> assertThat(p.why())
                        .contains("application/vnd.oci.image.index.v1+json"));
    }

    @Test
    void namesEveryProblemOnce() {
        // The message is what a user reads on the Pod: each names the image.
        List<ArtifactProblem> all = List.of(
                new ImageNotFound(LATEST, "s"),
                new BlobNotFound(LATEST, "s", "layer", Digest.of(new byte[0])),
                new DigestMismatch(LATEST, "layer", Digest.of(new byte[0]), Digest.of(new byte[1])),
                new SizeMismatch(LATEST, "layer", 1, 2),
                new TooLarge(LATEST, "layer", 2, 1),
                new NotAWasmArtifact(LATEST, "w"),
                new SeveralLayers(LATEST, 2),
                new BadDocument(LATEST, "config", "w"),
                new ArtifactProblem.Unreachable(LATEST, "s", "w"));

        assertThat(all).allSatisfy(p -> assertThat(p.message()).contains("image latest"));
        assertThat(all).filteredOn(ArtifactProblem::mayPass).hasOnlyElementsOfType(ArtifactProblem.Unreachable.class);
    }

    private static WasmArtifact resolved(OciLayoutArtifactSource source, ImageReference image) {
        return switch (source.resolve(image)) {
            case Resolution.Resolved(WasmArtifact artifact) -> artifact;
            case Resolution.Refused(ArtifactProblem problem) -> throw new AssertionError(problem.message());
        };
    }

    private static ArtifactProblem problemOf(OciLayoutArtifactSource source, ImageReference image) {
        return switch (source.resolve(image)) {
            case Resolution.Refused(ArtifactProblem problem) -> problem;
            case Resolution.Resolved(WasmArtifact artifact) ->
                switch (source.binary(artifact)) {
                    case Binary.Refused(ArtifactProblem problem) -> problem;
                    case Binary.Bytes _ -> throw new AssertionError("accepted: " + artifact);
                };
        };
    }

    private static List<String> texts(com.fasterxml.jackson.databind.JsonNode array) {
        return array.valueStream().map(n -> n.textValue()).toList();
    }

    private static String manifestDigest(String name) throws IOException {
        Map<String, String> digests = Files.readAllLines(Corpora.require("oci/cases.tsv")).stream()
                .skip(1)
                .map(l -> l.split("\t", -1))
                .collect(java.util.stream.Collectors.toMap(c -> c[0], c -> c[3]));
        return java.util.Objects.requireNonNull(digests.get(name));
    }
}
