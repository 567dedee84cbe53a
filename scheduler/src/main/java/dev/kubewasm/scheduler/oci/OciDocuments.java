package dev.kubewasm.scheduler.oci;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON documents of an image, as the OCI image specification 1.1 and the Wasm artifact layout have them. Fields may
 * be missing: that is for the reader of a document to say.
 */
final class OciDocuments {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private OciDocuments() {}

    /** File {@code oci-layout}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Layout(@Nullable String imageLayoutVersion) {}

    /** File {@code index.json}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Index(int schemaVersion, @Nullable List<@Nullable Descriptor> manifests) {}

    /** A descriptor: what a content is, its digest and size. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Descriptor(
            @Nullable String mediaType,
            @Nullable String digest,
            @JsonProperty(required = true) long size,
            @Nullable Map<String, @Nullable String> annotations) {}

    /** An image manifest. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Manifest(
            int schemaVersion,
            @Nullable String mediaType,
            @Nullable Descriptor config,
            @Nullable List<@Nullable Descriptor> layers) {}

    /** A config of media type {@code application/vnd.wasm.config.v0+json}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record WasmConfig(
            @Nullable String architecture,
            @Nullable String os,
            @Nullable List<@Nullable String> layerDigests,
            @Nullable Component component) {}

    /** The component's world in the config. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Component(
            @Nullable List<@Nullable String> imports,
            @Nullable List<@Nullable String> exports,
            @Nullable String target) {}

    /**
     * Reads a document.
     *
     * @throws MalformedException when the bytes aren't such a document; its message is one line with the place
     */
    static <T> T read(byte[] json, Class<T> type) throws MalformedException {
        try {
            T document = JSON.readValue(json, type);
            if (document == null) {
                throw new MalformedException("it is null");
            }
            return document;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new MalformedException(
                    e.getOriginalMessage().lines().findFirst().orElse("not JSON") + place);
        } catch (IOException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    /** A document can't be read. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }
}
