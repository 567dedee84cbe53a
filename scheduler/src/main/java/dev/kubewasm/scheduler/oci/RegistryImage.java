package dev.kubewasm.scheduler.oci;

import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference taken apart as the distribution specification's clients do: without a registry it is Docker Hub's,
 * without a tag or digest it is {@code latest}.
 *
 * @param registry host and port as written
 * @param repository the path below it
 * @param reference the digest if one is pinned, else the tag
 */
record RegistryImage(String registry, String repository, String reference) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(?::[0-9]{1,5})?");

    /** The longest repository name, with its registry, that the specification asks registries to support. */
    private static final int MAX_NAME = 255;

    /** The image that {@code image} names, or empty when it isn't a reference to a registry. */
    static Optional<RegistryImage> parse(ImageReference image) {
        boolean pinned = image.text().contains("@");
        Optional<Digest> digest = image.digest();
        if (pinned && digest.isEmpty()) {
            return Optional.empty();
        }
        String name = image.name();
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = hasRegistry ? first : DOCKER_HUB;
        String path = hasRegistry ? name.substring(slash + 1) : name;
        int colon = path.lastIndexOf(':');
        String tag = colon < 0 ? "latest" : path.substring(colon + 1);
        String repository = colon < 0 ? path : path.substring(0, colon);
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        Matcher host = HOST.matcher(registry);
        boolean valid = host.matches()
                && name.length() <= MAX_NAME
                && REPOSITORY.matcher(repository).matches()
                && TAG.matcher(tag).matches();
        return valid
                ? Optional.of(new RegistryImage(
                        registry, repository, digest.map(Digest::toString).orElse(tag)))
                : Optional.empty();
    }

    /** Where its API is served. */
    String apiHost() {
        return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
    }

    /** The path of its manifest. */
    String manifestPath() {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    /** The path of a blob in its repository. */
    String blobPath(Digest blob) {
        return "/v2/" + repository + "/blobs/" + blob;
    }

    /** What a pull token must allow. */
    String pullScope() {
        return "repository:" + repository + ":pull";
    }
}
