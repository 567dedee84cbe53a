package dev.kubewasm.cli.component;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.component.BinaryPart;
import dev.kubewasm.component.ComponentRequirements;
import dev.kubewasm.component.ComponentRequirements.CoreModuleNeeds;
import dev.kubewasm.component.WitWorld;
import dev.kubewasm.component.core.CoreFeature;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.print.WitPrinter;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code inspect} shows of a component. Sizes and offsets are in bytes. */
@JsonPropertyOrder({"file", "bytes", "sections", "names", "world", "requirements"})
record Inspection(
        String file,
        int bytes,
        List<SectionRow> sections,
        List<NamesRow> names,
        WorldRow world,
        RequirementsRow requirements) {
    Inspection {
        sections = List.copyOf(sections);
        names = List.copyOf(names);
    }

    /** A section, and the sections of what it holds. */
    @JsonPropertyOrder({"name", "offset", "size", "sections"})
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record SectionRow(
            String name,
            @JsonInclude int offset,
            @JsonInclude int size,
            List<SectionRow> sections) {
        SectionRow {
            sections = List.copyOf(sections);
        }
    }

    /** What it imports and exports: the names, and all of it as WIT or else why WIT can't say it. */
    @JsonPropertyOrder({"imports", "exports", "wit", "unsaid"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WorldRow(
            List<String> imports,
            List<String> exports,
            @Nullable String wit,
            @Nullable String unsaid) {
        WorldRow {
            imports = List.copyOf(imports);
            exports = List.copyOf(exports);
        }
    }

    /** What it needs: of all modules together if each is instantiated once, and of each. */
    @JsonPropertyOrder({"features", "memory-bytes", "table-elements", "modules"})
    record RequirementsRow(
            List<String> features,
            @JsonProperty("memory-bytes") long memoryBytes,
            @JsonProperty("table-elements") long tableElements,
            List<ModuleRow> modules) {
        RequirementsRow {
            features = List.copyOf(features);
            modules = List.copyOf(modules);
        }
    }

    /** A core module with the memories and tables that it defines; {@code offset} is where it begins. */
    @JsonPropertyOrder({"offset", "features", "memories", "tables"})
    record ModuleRow(int offset, List<String> features, List<MemoryRow> memories, List<TableRow> tables) {
        ModuleRow {
            features = List.copyOf(features);
            memories = List.copyOf(memories);
            tables = List.copyOf(tables);
        }
    }

    /** A memory: pages, and bytes of a page; without a maximum null. */
    @JsonPropertyOrder({"min-pages", "max-pages", "page-bytes"})
    record MemoryRow(
            @JsonProperty("min-pages") BigInteger minPages,
            @JsonProperty("max-pages") @Nullable BigInteger maxPages,
            @JsonProperty("page-bytes") int pageBytes) {}

    /** A table: elements; without a maximum null. */
    @JsonPropertyOrder({"min-elements", "max-elements"})
    record TableRow(
            @JsonProperty("min-elements") BigInteger minElements,
            @JsonProperty("max-elements") @Nullable BigInteger maxElements) {}

    static Inspection of(String file, List<BinaryPart> parts, Component component, ComponentRequirements needs) {
        return new Inspection(
                file,
                component.binary().length(),
                sections(parts),
                NamesRow.of(component),
                world(needs.world()),
                new RequirementsRow(
                        texts(needs.features()),
                        needs.minMemoryBytes(),
                        needs.minTableElements(),
                        needs.modules().stream().map(Inspection::module).toList()));
    }

    private static WorldRow world(WitWorld world) {
        return switch (world) {
            case WitWorld.Said(World said) ->
                new WorldRow(
                        List.copyOf(said.imports().keySet()),
                        List.copyOf(said.exports().keySet()),
                        WitPrinter.print(said),
                        null);
            case WitWorld.Unsaid unsaid -> new WorldRow(unsaid.imports(), unsaid.exports(), null, unsaid.why());
        };
    }

    private static List<SectionRow> sections(List<BinaryPart> parts) {
        return parts.stream()
                .map(part -> new SectionRow(part.name(), part.offset(), part.size(), sections(part.parts())))
                .toList();
    }

    private static List<String> texts(Collection<CoreFeature> features) {
        return features.stream().map(CoreFeature::text).toList();
    }

    private static ModuleRow module(CoreModuleNeeds module) {
        return new ModuleRow(
                module.offset(),
                texts(module.features()),
                module.memories().stream()
                        .map(memory ->
                                new MemoryRow(min(memory.limits()), max(memory.limits()), 1 << memory.pageSizeLog2()))
                        .toList(),
                module.tables().stream()
                        .map(table -> new TableRow(min(table.limits()), max(table.limits())))
                        .toList());
    }

    private static BigInteger min(CoreExternType.Limits limits) {
        return unsigned(limits.min());
    }

    private static @Nullable BigInteger max(CoreExternType.Limits limits) {
        return limits.max().isPresent() ? unsigned(limits.max().getAsLong()) : null;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
