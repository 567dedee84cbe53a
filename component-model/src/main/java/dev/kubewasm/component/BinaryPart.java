package dev.kubewasm.component;

import dev.kubewasm.wit.binary.Preamble;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A section of a binary as it lies there.
 *
 * @param name what the section holds; of a custom section {@code custom} and its name
 * @param offset byte offset of its contents in the whole binary
 * @param size of its contents, in bytes
 * @param parts the sections of the core module or the component that it holds, else none
 */
public record BinaryPart(String name, int offset, int size, List<BinaryPart> parts) {
    private static final List<String> OF_COMPONENT = List.of(
            "custom",
            "core module",
            "core instances",
            "core types",
            "component",
            "instances",
            "aliases",
            "types",
            "canonical functions",
            "start",
            "imports",
            "exports",
            "values");

    private static final List<String> OF_MODULE = List.of(
            "custom",
            "types",
            "imports",
            "functions",
            "tables",
            "memories",
            "globals",
            "exports",
            "start",
            "elements",
            "code",
            "data",
            "data count",
            "tags");

    public BinaryPart {
        parts = List.copyOf(parts);
    }

    /**
     * The sections of a component binary, those inside of others included.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if they can't be told apart
     */
    public static List<BinaryPart> of(byte[] binary) {
        return parts(new WasmReader(binary));
    }

    private static List<BinaryPart> parts(WasmReader in) {
        boolean ofComponent = Preamble.read(in) == Preamble.COMPONENT;
        List<String> names = ofComponent ? OF_COMPONENT : OF_MODULE;
        List<BinaryPart> parts = new ArrayList<>();
        while (!in.atEnd()) {
            in.enter(Section.SECTION_HEADER);
            int at = in.position();
            int id = in.u8();
            if (id >= names.size()) {
                throw in.error(at, "%d is no section".formatted(id));
            }
            WasmReader section = in.sub(in.u32());
            int offset = section.position();
            int size = section.remaining();
            boolean holdsSections = ofComponent && (id == 1 || id == 4);
            parts.add(new BinaryPart(
                    id == 0 ? "custom \"" + section.name() + "\"" : names.get(id),
                    offset,
                    size,
                    holdsSections ? section.nested(() -> parts(section)) : List.of()));
        }
        return parts;
    }
}
