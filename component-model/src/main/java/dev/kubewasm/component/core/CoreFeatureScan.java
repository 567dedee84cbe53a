package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Preamble;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.BitSet;
import java.util.Set;

/**
 * Finds the features that a core module uses, in one pass over its sections and instructions. Nothing that is read is
 * kept but one bit for each global, so memory doesn't grow with the code.
 */
public final class CoreFeatureScan {
    private static final int MAX_ITEMS = 1_000_000;

    private final FeatureSet features = new FeatureSet();
    private final BitSet mutableGlobals = new BitSet();
    private int globals;
    private int importedGlobals;
    private int tables;
    private int memories;

    private CoreFeatureScan() {}

    /**
     * The features that {@code module} uses.
     *
     * @throws MalformedBinaryException if its sections or instructions can't be read; the offset is that in the whole
     *     binary
     */
    public static Set<CoreFeature> of(BinarySlice module) {
        CoreFeatureScan scan = new CoreFeatureScan();
        WasmReader in = module.reader();
        in.enter(Section.CORE_MODULE);
        Preamble.read(in);
        while (!in.atEnd()) {
            int at = in.position();
            int id = in.u8();
            WasmReader section = in.sub(in.u32());
            scan.section(at, id, section);
        }
        if (scan.tables > 1) {
            scan.features.add(CoreFeature.REFERENCE_TYPES);
        }
        if (scan.memories > 1) {
            scan.features.add(CoreFeature.MULTI_MEMORY);
        }
        return scan.features.all();
    }

    private void section(int at, int id, WasmReader in) {
        CoreTypeReader types = new CoreTypeReader(in);
        switch (id) {
            case 1 -> each(in, "types", () -> features.definition(types.recursiveType()));
            case 2 -> {
                each(in, "imports", () -> {
                    skipName(in);
                    skipName(in);
                    imported(in, types);
                });
                importedGlobals = globals;
            }
            case 4 -> each(in, "tables", () -> definedTable(in, types));
            case 5 -> each(in, "memories", () -> memory(in, types));
            case 6 ->
                each(in, "globals", () -> {
                    global(types);
                    constant(in);
                });
            case 7 -> each(in, "exports", () -> exported(in));
            case 9 -> each(in, "element segments", () -> elements(in, types));
            case 10 -> each(in, "functions", () -> body(in));
            case 11 -> each(in, "data segments", () -> data(in));
            case 13 ->
                each(in, "tags", () -> {
                    var ignored = types.tagType();
                    features.add(CoreFeature.EXCEPTIONS);
                });
            // Custom, function, start and data count: nothing in them is a matter of features.
            case 0, 3, 8, 12 -> {
                return;
            }
            default -> throw in.error(at, "%d is no section of a core module".formatted(id));
        }
        in.expectEnd("core module's section " + id);
    }

    private static void each(WasmReader in, String what, Runnable read) {
        int count = in.count(MAX_ITEMS, what);
        for (int i = 0; i < count; i++) {
            read.run();
        }
    }

    private static void skipName(WasmReader in) {
        var ignored = in.take(in.u32());
    }

    private void imported(WasmReader in, CoreTypeReader types) {
        int at = in.position();
        int kind = in.u8();
        switch (kind) {
            case 0x00 -> in.u32();
            case 0x01 -> table(types);
            case 0x02 -> memory(in, types);
            case 0x03 -> {
                if (global(types)) {
                    features.add(CoreFeature.MUTABLE_GLOBAL);
                }
            }
            case 0x04 -> {
                var ignored = types.tagType();
                features.add(CoreFeature.EXCEPTIONS);
            }
            default -> throw in.error(at, "0x%02x is no kind of core import".formatted(kind));
        }
    }

    private void exported(WasmReader in) {
        skipName(in);
        int kind = in.u8();
        int index = in.index();
        if (kind == 0x03 && mutableGlobals.get(index)) {
            features.add(CoreFeature.MUTABLE_GLOBAL);
        }
    }

    private void table(CoreTypeReader types) {
        features.table(types.tableType());
        tables++;
    }

    private void definedTable(WasmReader in, CoreTypeReader types) {
        if (in.peek() != 0x40) {
            table(types);
            return;
        }
        in.u8();
        in.expect(0x00, "a table with an initial value");
        table(types);
        features.add(CoreFeature.FUNCTION_REFERENCES);
        constant(in);
    }

    private void memory(WasmReader in, CoreTypeReader types) {
        boolean ownPages = (in.peek() & 0x08) != 0;
        features.memory(types.memoryType(), ownPages);
        memories++;
    }

    /** Reads a global's type; whether it is mutable. */
    private boolean global(CoreTypeReader types) {
        CoreExternType.Global global = types.globalType();
        features.global(global);
        mutableGlobals.set(globals++, global.mutable());
        return global.mutable();
    }

    private void constant(WasmReader in) {
        new Instructions(in, features).expression(importedGlobals);
    }

    private void elements(WasmReader in, CoreTypeReader types) {
        int at = in.position();
        long flags = in.u32();
        if (flags > 7) {
            throw in.error(at, "0x%x is no kind of element segment".formatted(flags));
        }
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        if (!active) {
            features.add(CoreFeature.BULK_MEMORY);
        } else {
            if (explicit) {
                in.u32();
            }
            constant(in);
        }
        if (expressions) {
            features.add(CoreFeature.REFERENCE_TYPES);
        }
        if (!active || explicit) {
            if (expressions) {
                features.type(types.referenceType());
            } else {
                in.expect(0x00, "the kind of elements (functions)");
            }
        }
        each(in, "elements", expressions ? () -> constant(in) : in::u32);
    }

    private void data(WasmReader in) {
        int at = in.position();
        long flags = in.u32();
        if (flags > 2) {
            throw in.error(at, "0x%x is no kind of data segment".formatted(flags));
        }
        if (flags == 1) {
            features.add(CoreFeature.BULK_MEMORY);
        } else {
            if (flags == 2) {
                in.u32();
            }
            constant(in);
        }
        var ignored = in.take(in.u32());
    }

    private void body(WasmReader all) {
        WasmReader in = all.sub(all.u32());
        CoreTypeReader types = new CoreTypeReader(in);
        each(in, "groups of locals", () -> {
            in.u32();
            features.type(types.valType());
        });
        new Instructions(in, features).expression(-1);
        in.expectEnd("function");
    }
}
