package dev.kubewasm.wit.binary.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The imports and exports of a core module, in order. */
public record CoreModuleType(List<CoreImport> imports, SequencedMap<String, CoreItemType> exports) {
    public CoreModuleType {
        imports = List.copyOf(imports);
        exports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
    }

    /** An import of a core module. */
    public record CoreImport(String module, String name, CoreItemType type) {}
}
