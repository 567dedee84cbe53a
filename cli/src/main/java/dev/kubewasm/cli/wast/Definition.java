package dev.kubewasm.cli.wast;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.component.core.CoreModules;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.CoreSections;
import dev.kubewasm.wit.binary.Preamble;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import java.util.Set;

/** A binary, decoded and validated. */
sealed interface Definition {
    /** A component. */
    record OfComponent(ResolvedComponent component) implements Definition {}

    /** A core module. */
    record OfModule(BinarySlice wasm, CoreModuleType type) implements Definition {}

    /** A binary, decoded. */
    sealed interface Decoded {
        /**
         * Validates it.
         *
         * @param proposals those that it may use
         * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it isn't valid
         */
        Definition validate(Set<Proposal> proposals);

        /** A component. */
        record OfComponent(Component component) implements Decoded {
            @Override
            public Definition validate(Set<Proposal> proposals) {
                return new Definition.OfComponent(ComponentTypes.resolve(component, proposals));
            }
        }

        /** A core module. */
        record OfModule(BinarySlice wasm) implements Decoded {
            @Override
            public Definition validate(Set<Proposal> proposals) {
                CoreModules.validate(wasm, proposals);
                return new Definition.OfModule(wasm, CoreModuleReader.read(wasm).type());
            }
        }
    }

    /**
     * Decodes a binary.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it is malformed
     */
    static Decoded decode(byte[] bytes) {
        return switch (Preamble.read(new WasmReader(bytes))) {
            case COMPONENT -> new Decoded.OfComponent(ComponentDecoder.decode(bytes));
            case CORE_MODULE -> {
                BinarySlice module = new BinarySlice(bytes, 0, bytes.length);
                CoreSections.visit(module, (id, section) -> section.take(section.remaining()));
                yield new Decoded.OfModule(module);
            }
        };
    }
}
