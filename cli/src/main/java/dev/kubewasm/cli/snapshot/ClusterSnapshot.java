package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.cli.live.ApiServer;
import dev.kubewasm.cli.live.ApiServer.Listing;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads what a cluster's decisions are made on, as one {@code v1} {@code List}. */
public final class ClusterSnapshot {
    private final ApiServer server;
    private final List<String> namespaces;
    private final Consumer<String> notices;
    private final List<ObjectNode> objects = new ArrayList<>();

    private ClusterSnapshot(ApiServer server, List<String> namespaces, Consumer<String> notices) {
        this.server = server;
        this.namespaces = namespaces;
        this.notices = notices;
    }

    /**
     * Reads it, kind by kind: a cluster that changes meanwhile may show one object before the change and another after it.
     *
     * @param namespaces whose objects to read; all of them if none is named
     * @param notices gets what is missing, a line each
     * @throws UnusableInputException if nodes or Pods can't be read, or the API server can't be asked
     */
    public static ObjectNode take(ApiServer server, List<String> namespaces, Consumer<String> notices) {
        ClusterSnapshot snapshot = new ClusterSnapshot(server, namespaces, notices);
        SnapshotResource.ALL.forEach(snapshot::read);
        snapshot.readWit();
        return list(snapshot.objects);
    }

    /** A {@code List} of these, its fields in kubectl's order: {@code kind} comes last, so that half a file is known for it. */
    static ObjectNode list(List<ObjectNode> objects) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1");
        list.putArray("items").addAll(objects);
        list.put("kind", "List").putObject("metadata").put("resourceVersion", "");
        return list;
    }

    private void read(SnapshotResource resource) {
        if (!resource.namespaced() || namespaces.isEmpty()) {
            read(resource, Optional.empty());
        } else {
            namespaces.forEach(namespace -> read(resource, Optional.of(namespace)));
        }
    }

    private void read(SnapshotResource resource, Optional<String> namespace) {
        String where = namespace.map(name -> " of namespace " + name).orElse("");
        switch (server.list(resource.path(namespace))) {
            case Listing.Objects(List<ObjectNode> items) ->
                items.stream().map(resource::of).forEach(objects::add);
            case Listing.Forbidden() -> missing(resource, "the user may not list " + resource.plural() + where);
            case Listing.Unknown() -> missing(resource, "it has no " + resource.plural());
        }
    }

    private void missing(SnapshotResource resource, String why) {
        String message = server.address() + ": " + why;
        if (resource.needed()) {
            throw new UnusableInputException(
                    message + "; a snapshot needs them (docs/simulations.md says which rights)");
        }
        notices.accept(message + ": decisions that depend on them will differ");
    }

    /** Of the ConfigMaps that Pods name, the entries that they name. */
    private void readWit() {
        TreeMap<String, SortedSet<String>> keys = new TreeMap<>();
        for (ObjectNode object : objects) {
            String value = object.path("metadata")
                    .path("annotations")
                    .path(WitConfigMapAnnotation.KEY)
                    .asText();
            if (!value.isEmpty()
                    && WitConfigMapAnnotation.parse(value)
                            instanceof Parsed.Valid<WitConfigMapAnnotation.Entry>(var entry)) {
                String namespace = object.path("metadata").path("namespace").asText();
                keys.computeIfAbsent(
                                SnapshotResource.CONFIG_MAP.path(Optional.of(namespace)) + "/" + entry.name(),
                                _ -> new TreeSet<>())
                        .add(entry.key());
            }
        }
        keys.forEach((path, entries) -> server.object(path)
                .ifPresentOrElse(
                        map -> objects.add(entries(map, entries)),
                        () -> notices.accept(server.address() + ": there is no " + path + ", which a Pod names")));
    }

    private static ObjectNode entries(ObjectNode map, SortedSet<String> keys) {
        ObjectNode kept = SnapshotResource.CONFIG_MAP.of(map);
        JsonNode data = kept.remove("data");
        ObjectNode wit = kept.putObject("data");
        for (String key : keys) {
            if (data != null && data.hasNonNull(key)) {
                wit.set(key, data.get(key));
            }
        }
        return kept;
    }
}
