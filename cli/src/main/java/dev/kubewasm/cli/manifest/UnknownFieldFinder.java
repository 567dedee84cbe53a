package dev.kubewasm.cli.manifest;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the fields of a document that a type doesn't have: where Jackson meets them, their place is often forgotten. */
final class UnknownFieldFinder {
    private final ObjectMapper mapper;
    private final UnknownFields told;
    private final Map<JavaType, Map<String, JavaType>> fields = new HashMap<>();

    UnknownFieldFinder(ObjectMapper mapper, UnknownFields told) {
        this.mapper = mapper;
        this.told = told;
    }

    void find(Node document, Class<?> type) {
        find(document, mapper.constructType(type), "");
    }

    private void find(Node node, JavaType type, String path) {
        if (node instanceof SequenceNode sequence && type.isContainerType() && !type.isMapLikeType()) {
            List<Node> elements = sequence.getValue();
            for (int i = 0; i < elements.size(); i++) {
                find(elements.get(i), type.getContentType(), path + "[" + i + "]");
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode name) {
                    field(name, field.getValueNode(), type, path);
                }
            }
        }
    }

    private void field(ScalarNode name, Node value, JavaType type, String parent) {
        String path = parent.isEmpty() ? name.getValue() : parent + "." + name.getValue();
        if (type.isMapLikeType()) {
            find(value, type.getContentType(), path);
            return;
        }
        Map<String, JavaType> known = fields.computeIfAbsent(type, this::fields);
        JavaType own = known.get(name.getValue());
        if (own != null) {
            find(value, own, path);
        } else {
            told.found(
                    name.getStartMark().getLine() + 1, path, Spelling.unknown(name.getValue(), parent, known.keySet()));
        }
    }

    private Map<String, JavaType> fields(JavaType type) {
        Map<String, JavaType> found = new HashMap<>();
        for (BeanPropertyDefinition property :
                mapper.getDeserializationConfig().introspect(type).findProperties()) {
            found.put(property.getName(), property.getPrimaryType());
        }
        return found;
    }
}
