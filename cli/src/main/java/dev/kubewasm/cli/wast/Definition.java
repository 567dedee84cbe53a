package dev.kubewasm.cli.wast;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.Preamble;
import dev.kubewasm.wit.binary.WasmReader;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import dev.kubewasm.wit.binary.types.CoreModuleType;

/** A binary, decoded and validated. */
sealed interface Definition {
    /** A component. */
    record OfComponent(ResolvedComponent component) implements Definition {}

    /** A core module. */
    record OfModule(byte[] wasm, CoreModuleType type) implements Definition {}

    /** A binary, decoded. */
    sealed interface Decoded {
        /**
         * Validates it.
         *
         * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it isn't valid
         */
        Definition validate();

        /** A component. */
        record OfComponent(Component component) implements Decoded {
            @Override
            public Definition validate() {
                return new Definition.OfComponent(ComponentTypes.resolve(component));
            }
        }

        /** A core module: decoding and validating one are a single pass. */
        record OfModule(byte[] wasm, CoreModuleType type) implements Decoded {
            @Override
            public Definition validate() {
                return new Definition.OfModule(wasm, type);
            }
        }
    }

    /**
     * Decodes a binary.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it is malformed, or a core module that is invalid
     */
    static Decoded decode(byte[] bytes) {
        return switch (Preamble.read(new WasmReader(bytes))) {
            case COMPONENT -> new Decoded.OfComponent(ComponentDecoder.decode(bytes));
            case CORE_MODULE ->
                new Decoded.OfModule(
                        bytes,
                        CoreModuleReader.read(new BinarySlice(bytes, 0, bytes.length))
                                .type());
        };
    }
}
