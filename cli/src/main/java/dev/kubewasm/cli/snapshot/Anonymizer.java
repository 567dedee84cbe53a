package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Pseudonyms in the place of a snapshot's names, namespaces, uids, label values, images and hosts. All relations between objects
 * stay, and the order of their names, so that decisions are the same. Label keys, resource names and WIT stay as they are.
 */
final class Anonymizer {
    private Anonymizer() {}

    /** A copy of {@code list}, a snapshot, with pseudonyms. */
    static ObjectNode anonymize(ObjectNode list) {
        Set<String> numeric = Renaming.numeric(list);
        Pseudonyms pseudonyms = new Pseudonyms();
        apply(new Renaming(pseudonyms::note, numeric), list.deepCopy());
        pseudonyms.assign();
        list.path("items").forEach(pod -> nameOwnClaims(pod, pseudonyms));
        ObjectNode anonymous = list.deepCopy();
        apply(new Renaming(pseudonyms::of, numeric), anonymous);
        return anonymous;
    }

    private static void apply(Renaming renaming, ObjectNode list) {
        list.path("items").forEach(item -> renaming.apply((ObjectNode) item));
    }

    /** A claim that is made for a Pod alone is known by its name: that of the Pod and of the volume. */
    private static void nameOwnClaims(JsonNode pod, Pseudonyms pseudonyms) {
        String name = pod.path("metadata").path("name").asText();
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("ephemeral")) {
                String own = volume.path("name").asText();
                pseudonyms.alias(name + "-" + own, pseudonyms.of(name) + "-" + pseudonyms.of(own));
            }
        }
    }
}
