package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.TypeDef;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An interface while a binary is read. One of another package is known only by what those that use it mention, and may
 * grow with each that does.
 */
final class InterfaceDraft {
    private final Optional<InterfaceName> name;
    private final Attributes attributes;
    private final SequencedMap<String, TypeDef> types = new LinkedHashMap<>();
    private final SequencedMap<String, Function> functions = new LinkedHashMap<>();
    private boolean complete;
    private Optional<Interface> built = Optional.empty();

    InterfaceDraft(Optional<InterfaceName> name, Attributes attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    /** Nothing may be added from now on. */
    void complete() {
        complete = true;
    }

    void add(TypeDef def, Where where) {
        if (!types.containsKey(def.name())) {
            grow(where);
            types.put(def.name(), def);
        }
    }

    void add(Function function, Where where) {
        Function earlier = functions.get(function.name());
        if (earlier == null) {
            grow(where);
            functions.put(function.name(), function);
        } else if (!earlier.equals(function)) {
            throw NoWorldException.of(where, "it is defined in two ways");
        }
    }

    private void grow(Where where) {
        if (complete) {
            throw NoWorldException.of(where, "the interface as defined doesn't have it");
        }
    }

    /** The interface, when all is read. */
    Interface build() {
        Interface done = built.orElseGet(() -> new Interface(name, types, functions, attributes));
        built = Optional.of(done);
        return done;
    }
}
