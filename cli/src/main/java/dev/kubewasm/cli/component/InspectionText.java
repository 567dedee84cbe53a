package dev.kubewasm.cli.component;

import dev.kubewasm.cli.component.Inspection.SectionRow;
import java.util.List;

/** An inspection for people. */
final class InspectionText {
    private final StringBuilder out = new StringBuilder();

    private InspectionText() {}

    static String of(Inspection inspection) {
        InspectionText text = new InspectionText();
        text.line("%s: a component of %d bytes".formatted(inspection.file(), inspection.bytes()));
        text.line("");
        text.line("%10s  %10s  %s".formatted("offset", "bytes", "section"));
        text.sections(inspection.sections(), "");
        text.line("");
        inspection.names().forEach(text::names);
        text.world(inspection.world());
        text.line("");
        text.requirements(inspection.requirements());
        return text.out.toString();
    }

    private void sections(List<SectionRow> sections, String indent) {
        for (SectionRow section : sections) {
            line("%10s  %10d  %s%s"
                    .formatted("0x%x".formatted(section.offset()), section.size(), indent, section.name()));
            sections(section.sections(), indent + "  ");
        }
    }

    private void names(NamesRow names) {
        line("names in the component at 0x%x%s"
                .formatted(names.offset(), names.component() == null ? "" : ", " + names.component()));
        names.items().forEach(item -> line("  %-20s  %s".formatted(item.sort() + " " + item.index(), item.name())));
        line("");
    }

    private void world(Inspection.WorldRow world) {
        if (world.wit() != null) {
            out.append(world.wit().stripTrailing()).append('\n');
            return;
        }
        line("imports         %s".formatted(listed(world.imports())));
        line("exports         %s".formatted(listed(world.exports())));
        line("as WIT          no: %s".formatted(world.unsaid()));
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private void requirements(Inspection.RequirementsRow needs) {
        line("core features   %s".formatted(listed(needs.features())));
        line("memory          %d bytes to start with".formatted(needs.memoryBytes()));
        line("tables          %d elements to start with".formatted(needs.tableElements()));
        line("core modules    %d".formatted(needs.modules().size()));
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
