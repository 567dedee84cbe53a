package dev.kubewasm.scheduler.oci;

import dev.kubewasm.scheduler.oci.OciDocuments.Manifest;
import dev.kubewasm.scheduler.oci.OciDocuments.WasmConfig;
import dev.kubewasm.scheduler.oci.RegistryCredentials.Login;
import dev.kubewasm.scheduler.oci.WasmManifests.Content;
import dev.kubewasm.scheduler.oci.WasmManifests.Parts;
import dev.kubewasm.scheduler.oci.WasmManifests.RefusedException;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactProblem.BlobNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.DigestMismatch;
import dev.kubewasm.scheduler.port.ArtifactProblem.ImageNotFound;
import dev.kubewasm.scheduler.port.ArtifactProblem.NotAWasmArtifact;
import dev.kubewasm.scheduler.port.ArtifactProblem.TooLarge;
import dev.kubewasm.scheduler.port.ArtifactProblem.Unauthorized;
import dev.kubewasm.scheduler.port.ArtifactProblem.Unreachable;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Images out of registries, by the OCI distribution specification 1.1, checked as those of a layout folder are. Each call
 * asks the registry, so a moved tag is seen and a withdrawn right counts; it blocks up to the timeout of the settings for
 * each document and binary. Safe for use by several threads.
 */
public final class RegistryArtifactSource implements ArtifactSource, AutoCloseable {
    /** Others than the first are asked for to hear what the image is instead. */
    private static final String MANIFESTS = String.join(
            ", ",
            WasmManifests.MANIFEST,
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private static final String ANYTHING = "*/*";

    private final RegistryClient client;
    private final RegistrySettings settings;
    private final RegistryCredentials credentials;

    /**
     * @param settings how to ask
     * @param credentials who to ask as
     */
    public RegistryArtifactSource(RegistrySettings settings, RegistryCredentials credentials) {
        this(new RegistryClient(settings, InstantSource.system()), settings, credentials);
    }

    private RegistryArtifactSource(RegistryClient client, RegistrySettings settings, RegistryCredentials credentials) {
        this.client = client;
        this.settings = settings;
        this.credentials = credentials;
    }

    /** The same registries, asked with {@code first} before its own credentials; it shares the connections with this one. */
    public ArtifactSource with(RegistryCredentials first) {
        return new RegistryArtifactSource(client, settings, first.or(credentials));
    }

    @Override
    public Resolution resolve(ImageReference image) {
        try {
            RegistryImage at = parse(image);
            byte[] json = manifest(image, at);
            Manifest manifest = ImageContents.document(image, "manifest", json, Manifest.class);
            Parts parts = WasmManifests.parts(image, manifest);
            byte[] configJson = blob(image, at, parts.config(), ImageContents.MAX_DOCUMENT_SIZE);
            WasmConfig config = ImageContents.document(image, "config", configJson, WasmConfig.class);
            return new Resolution.Resolved(WasmManifests.artifact(image, Digest.of(json), parts.layer(), config));
        } catch (RefusedException e) {
            return new Resolution.Refused(e.problem());
        }
    }

    @Override
    public Binary binary(WasmArtifact artifact) {
        try {
            ImageReference image = artifact.image();
            Content layer = new Content("layer", artifact.layer(), artifact.size());
            return new Binary.Bytes(blob(image, parse(image), layer, settings.maxBinarySize()));
        } catch (RefusedException e) {
            return new Binary.Refused(e.problem());
        }
    }

    private static RegistryImage parse(ImageReference image) throws RefusedException {
        return RegistryImage.parse(image)
                .orElseThrow(() -> new RefusedException(new NotAWasmArtifact(
                        image, "it is no reference to a registry, such as registry.example.com/pricing/catalog:v1")));
    }

    private byte[] manifest(ImageReference image, RegistryImage at) throws RefusedException {
        HttpResponse<byte[]> response;
        try {
            response = client.get(at, at.manifestPath(), MANIFESTS, ImageContents.MAX_DOCUMENT_SIZE, logins(at));
        } catch (RegistryException e) {
            throw new RefusedException(problem(image, at, e, new ImageNotFound(image, source(at))));
        }
        byte[] json = response.body();
        if (json.length > ImageContents.MAX_DOCUMENT_SIZE) {
            throw new RefusedException(new TooLarge(image, "manifest", json.length, ImageContents.MAX_DOCUMENT_SIZE));
        }
        Digest found = Digest.of(json);
        Optional<Digest> promised = image.digest()
                .or(() -> response.headers().firstValue("Docker-Content-Digest").flatMap(Digest::parse));
        if (promised.isPresent() && !promised.get().equals(found)) {
            throw new RefusedException(new DigestMismatch(image, "manifest", promised.get(), found));
        }
        return json;
    }

    private byte[] blob(ImageReference image, RegistryImage at, Content content, long limit) throws RefusedException {
        ImageContents.requireSize(image, content, limit);
        try {
            byte[] bytes = client.get(at, at.blobPath(content.digest()), ANYTHING, content.size(), logins(at))
                    .body();
            return ImageContents.verified(image, content, bytes);
        } catch (RegistryException e) {
            throw new RefusedException(
                    problem(image, at, e, new BlobNotFound(image, source(at), content.what(), content.digest())));
        }
    }

    private List<Login> logins(RegistryImage at) {
        return credentials.matching(at);
    }

    private static ArtifactProblem problem(
            ImageReference image, RegistryImage at, RegistryException e, ArtifactProblem notFound) {
        return switch (e.kind()) {
            case NOT_FOUND -> notFound;
            case UNAUTHORIZED -> new Unauthorized(image, source(at), e.why());
            case UNAVAILABLE -> new Unreachable(image, source(at), e.why());
        };
    }

    private static String source(RegistryImage at) {
        return "registry " + at.registry();
    }

    /** Hangs up, also for the sources made of this one by {@link #with}. */
    @Override
    public void close() {
        client.close();
    }
}
