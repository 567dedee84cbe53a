package dev.kubewasm.cli.json;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.List;

/** Where in a document something is. */
public final class FieldPath {
    private FieldPath() {}

    /** The steps as people write them: {@code pods[0].spec.containers}; empty for the whole document. */
    public static String of(List<Reference> steps) {
        StringBuilder path = new StringBuilder();
        for (Reference step : steps) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
