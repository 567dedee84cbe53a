package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON object of a script, and where it stands: what isn't as it must be is said with that place. */
record Fields(String file, String path, JsonNode object) {
    /** The object itself, which must be one. */
    static Fields of(String file, String path, JsonNode node) throws UnusableScriptException {
        if (!node.isObject()) {
            throw new UnusableScriptException(file + ": " + path + ": must be an object");
        }
        return new Fields(file, path, node);
    }

    private String at(String field) {
        return path.equals("$") ? field : path + "." + field;
    }

    UnusableScriptException problem(String field, String problem) {
        return new UnusableScriptException(file + ": " + at(field) + ": " + problem);
    }

    String text(String field) throws UnusableScriptException {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            throw problem(field, "is missing");
        }
        if (!value.isTextual()) {
            throw problem(field, "must be a string");
        }
        return value.textValue();
    }

    Optional<String> optionalText(String field) throws UnusableScriptException {
        return object.path(field).isMissingNode() || object.path(field).isNull()
                ? Optional.empty()
                : Optional.of(text(field));
    }

    int line() throws UnusableScriptException {
        JsonNode value = object.path("line");
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 0) {
            throw problem("line", "must be a line number");
        }
        return value.intValue();
    }

    Fields inner(String field) throws UnusableScriptException {
        return of(file, at(field), object.path(field));
    }

    List<Fields> list(String field) throws UnusableScriptException {
        JsonNode value = object.path(field);
        if (!value.isArray()) {
            throw problem(field, value.isMissingNode() ? "is missing" : "must be a list");
        }
        List<Fields> all = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            all.add(of(file, at(field) + "[" + i + "]", value.get(i)));
        }
        return all;
    }
}
