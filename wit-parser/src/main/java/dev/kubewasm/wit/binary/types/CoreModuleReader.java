package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreSections;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.WasmReader;
import dev.kubewasm.wit.binary.types.CoreModuleType.CoreImport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a component needs to know of a core module: imports, exports and the types of both. Code, data and
 * everything else is passed over unread: whoever runs a module validates it.
 */
public final class CoreModuleReader {
    private static final int MAX_ITEMS = 1_000_000;

    private final List<CoreTypeDefinition> types = new ArrayList<>();
    private final List<CoreTypeDefinition.FunctionType> functions = new ArrayList<>();
    private final List<CoreExternType.Table> tables = new ArrayList<>();
    private final List<CoreExternType.Memory> memories = new ArrayList<>();
    private final List<CoreExternType.Global> globals = new ArrayList<>();
    private final List<CoreTypeDefinition.FunctionType> tags = new ArrayList<>();
    private final List<CoreImport> imports = new ArrayList<>();
    private final Set<List<String>> importNames = new HashSet<>();
    private final SequencedMap<String, CoreItemType> exports = new LinkedHashMap<>();
    private int importedMemories;
    private int importedTables;

    private CoreModuleReader() {}

    /**
     * A core module's outside.
     *
     * @param type its imports and exports
     * @param memories memories that it defines
     * @param tables tables that it defines
     * @param types its type index space
     */
    public record Outline(
            CoreModuleType type,
            List<CoreExternType.Memory> memories,
            List<CoreExternType.Table> tables,
            List<CoreTypeDefinition> types) {}

    /** Reads {@code module}. */
    public static Outline read(BinarySlice module) {
        CoreModuleReader reader = new CoreModuleReader();
        CoreSections.visit(module, (id, section) -> {
            if (!reader.section(id, section)) {
                section.take(section.remaining());
            }
        });
        CoreModuleType type = new CoreModuleType(reader.imports, reader.exports);
        return new Outline(
                type,
                List.copyOf(reader.memories.subList(reader.importedMemories, reader.memories.size())),
                List.copyOf(reader.tables.subList(reader.importedTables, reader.tables.size())),
                List.copyOf(reader.types));
    }

    /** Reads a section, or returns false for one that is passed over. */
    private boolean section(int id, WasmReader in) {
        CoreTypeReader read = new CoreTypeReader(in);
        switch (id) {
            case 1 -> in.vector(MAX_ITEMS, "types", read::recursiveType).forEach(t -> CoreTypes.flatten(t, types::add));
            case 2 ->
                in.vector(MAX_ITEMS, "imports", () -> {
                    String module = in.name();
                    String name = in.name();
                    CoreItemType item = define(in, read.externType());
                    if (!importNames.add(List.of(module, name))) {
                        throw in.error("core module imports `%s` from `%s` twice".formatted(name, module));
                    }
                    return imports.add(new CoreImport(module, name, item));
                });
            case 3 -> in.vector(MAX_ITEMS, "functions", () -> functions.add(functionType(in, in.index())));
            case 4 -> in.vector(MAX_ITEMS, "tables", () -> tables.add(table(in, read)));
            case 5 -> in.vector(MAX_ITEMS, "memories", () -> memories.add(read.memoryType()));
            case 6 ->
                in.vector(MAX_ITEMS, "globals", () -> {
                    globals.add(read.globalType());
                    return ConstantExpression.skip(in);
                });
            case 7 ->
                in.vector(MAX_ITEMS, "exports", () -> {
                    String name = in.name();
                    if (exports.putIfAbsent(name, export(in)) != null) {
                        throw in.error("core module exports `%s` twice".formatted(name));
                    }
                    return true;
                });
            case 13 ->
                in.vector(
                        MAX_ITEMS,
                        "tags",
                        () -> tags.add(functionType(in, read.tagType().type())));
            default -> {
                return false;
            }
        }
        if (id == 2) {
            importedMemories = memories.size();
            importedTables = tables.size();
        }
        return true;
    }

    private static CoreExternType.Table table(WasmReader in, CoreTypeReader read) {
        if (in.peek() != 0x40) {
            return read.tableType();
        }
        in.u8();
        in.expect(0x00, "a table with an initial value");
        CoreExternType.Table table = read.tableType();
        ConstantExpression.skip(in);
        return table;
    }

    private CoreTypeDefinition.FunctionType functionType(WasmReader in, int index) {
        @Nullable CoreTypeDefinition type = index < types.size() ? types.get(index) : null;
        return CoreTypes.function(type)
                .orElseThrow(() -> in.error("core type %d is no function type".formatted(index)));
    }

    private CoreItemType define(WasmReader in, CoreExternType type) {
        return switch (type) {
            case CoreExternType.Func f -> {
                functions.add(functionType(in, f.type()));
                yield new CoreItemType.CoreFunction(functions.getLast());
            }
            case CoreExternType.Table t -> {
                tables.add(t);
                yield new CoreItemType.CoreTable(t);
            }
            case CoreExternType.Memory m -> {
                memories.add(m);
                yield new CoreItemType.CoreMemory(m);
            }
            case CoreExternType.Global g -> {
                globals.add(g);
                yield new CoreItemType.CoreGlobal(g);
            }
            case CoreExternType.Tag t -> {
                tags.add(functionType(in, t.type()));
                yield new CoreItemType.CoreTag(tags.getLast());
            }
        };
    }

    private CoreItemType export(WasmReader in) {
        int at = in.position();
        int kind = in.u8();
        int index = in.index();
        return switch (kind) {
            case 0x00 -> new CoreItemType.CoreFunction(at(in, functions, index, "function"));
            case 0x01 -> new CoreItemType.CoreTable(at(in, tables, index, "table"));
            case 0x02 -> new CoreItemType.CoreMemory(at(in, memories, index, "memory"));
            case 0x03 -> new CoreItemType.CoreGlobal(at(in, globals, index, "global"));
            case 0x04 -> new CoreItemType.CoreTag(at(in, tags, index, "tag"));
            default -> throw in.error(at, "0x%02x is no kind of core export".formatted(kind));
        };
    }

    private static <T> T at(WasmReader in, List<T> space, int index, String what) {
        if (index >= space.size()) {
            throw in.error("core module exports %s %d, but has %d".formatted(what, index, space.size()));
        }
        return space.get(index);
    }
}
