package dev.kubewasm.placement.affinity.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes placements: a JSON object, machine to the array of its containers. */
public final class PlacementFiles {
    private PlacementFiles() {}

    /**
     * Reads a placement; whether it names what there is, its audit tells.
     *
     * @throws UnusableFileException if the file isn't one
     */
    public static ContainerPlacement read(Path file) throws UnusableFileException {
        JsonValue root = JsonValue.read(file);
        if (!root.node().isObject()) {
            throw root.problem("must be an object");
        }
        Map<String, List<String>> placement = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.node().properties()) {
            List<String> names = new ArrayList<>();
            for (JsonValue container : root.field(entry.getKey()).elements()) {
                names.add(container.name());
            }
            placement.put(entry.getKey(), names);
        }
        return new ContainerPlacement(placement);
    }

    /**
     * Writes a placement.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Path file, ContainerPlacement placement) throws IOException {
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), placement.containers());
    }
}
