package dev.kubewasm.scheduler.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.internal.KubernetesDeserializer;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/**
 * Reads the Pod of a watch's event as it comes. The client makes a tree of each object first, with all that isn't kept, to look which kind
 * it is of. A scheduler reads two events of each Pod, the largest single part of what it did. Of what doesn't begin as the API server
 * writes a Pod, a tree is made as before.
 */
@Singleton
public final class EventsOfPods implements KubernetesClientObjectMapperCustomizer {
    /** The names and values that an object of kind Pod begins with. */
    private static final List<String> BEGIN = List.of("kind", "Pod", "apiVersion", "v1");

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(WatchEvent.class, Event.class);
    }

    interface Event {
        @JsonDeserialize(using = PodOrAnyKind.class)
        void setObject(Object object);
    }

    /** Of what a watch tells of. */
    static final class PodOrAnyKind extends JsonDeserializer<KubernetesResource> {
        @Override
        public KubernetesResource deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                return anyKind(parser, context);
            }
            try (TokenBuffer read = context.bufferForInputBuffering(parser)) {
                read.copyCurrentEvent(parser);
                for (String expected : BEGIN) {
                    boolean more = parser.nextToken() != null;
                    if (more) {
                        read.copyCurrentEvent(parser);
                    }
                    if (!more || !expected.equals(parser.getText())) {
                        JsonParser whole = JsonParserSequence.createFlattened(false, read.asParser(parser), parser);
                        whole.nextToken();
                        return anyKind(whole, context);
                    }
                }
            }
            parser.nextToken();
            return context.readValue(parser, Pod.class);
        }

        /** By the client's own deserializer, which knows the kinds that it was told of. */
        private static KubernetesResource anyKind(JsonParser parser, DeserializationContext context)
                throws IOException {
            return (KubernetesResource) context.deserializerInstance(null, KubernetesDeserializer.class)
                    .deserialize(parser, context);
        }
    }
}
