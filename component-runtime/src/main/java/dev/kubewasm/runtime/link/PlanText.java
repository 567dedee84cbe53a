package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.link.LinkPlan.Export;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan as text, one step a line. */
public final class PlanText {
    private final StringBuilder out = new StringBuilder();

    private PlanText() {}

    /** The plan as text. */
    public static String of(LinkPlan plan) {
        PlanText text = new PlanText();
        for (int i = 0; i < plan.modules().size(); i++) {
            LinkPlan.PlannedModule module = plan.modules().get(i);
            text.line("module[" + i + "]" + module.name().map(n -> " " + n).orElse("") + " "
                    + module.wasm().length() + " bytes");
        }
        plan.importedResources()
                .forEach(r -> text.line("resource[" + r.slot() + "] import " + r.importName() + path(r.path())));
        for (int i = 0; i < plan.importedFunctions().size(); i++) {
            LinkPlan.ImportedFunction f = plan.importedFunctions().get(i);
            text.line("import[" + i + "] " + f.displayName() + ": " + TypeText.of(f.type()));
        }
        plan.steps().forEach(step -> text.line(step(step)));
        text.exports("export ", plan.exports());
        return text.out.toString();
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private static String path(java.util.List<String> path) {
        return path.stream().map(p -> "#" + p).collect(Collectors.joining());
    }

    private static String step(LinkStep step) {
        return switch (step) {
            case LinkStep.EnterComponent s ->
                "component[" + s.scope() + "]"
                        + (s.parent().isPresent()
                                ? " in component[" + s.parent().getAsInt() + "]"
                                : "");
            case LinkStep.DefineResource s ->
                "resource[" + s.resource() + "] " + s.name() + " of component[" + s.scope() + "]"
                        + s.destructor().map(d -> " destructor " + d).orElse("");
            case LinkStep.InstantiateModule s ->
                "core-instance[" + s.instance() + "] module[" + s.module() + "]"
                        + s.arguments().stream().map(CoreRef::toString).collect(Collectors.joining(", ", "(", ")"));
            case LinkStep.Lift s ->
                "function[" + s.slot() + "] lift " + s.function() + options(s.options()) + ": " + TypeText.of(s.type());
            case LinkStep.Lower s -> "adapter[" + s.slot() + "] lower " + s.function() + options(s.options());
            case LinkStep.ResourceNew s -> resource(s.slot(), "new", s.resource(), s.scope());
            case LinkStep.ResourceRep s -> resource(s.slot(), "rep", s.resource(), s.scope());
            case LinkStep.ResourceDrop s -> resource(s.slot(), "drop", s.resource(), s.scope());
        };
    }

    private static String resource(int slot, String what, int resource, int scope) {
        return "adapter[" + slot + "] " + what + " resource[" + resource + "] in component[" + scope + "]";
    }

    private static String options(LinkStep.Options options) {
        return " in component[" + options.scope() + "] "
                + options.encoding().name().toLowerCase(Locale.ROOT)
                + option("memory", options.memory())
                + option("realloc", options.realloc())
                + option("post-return", options.postReturn());
    }

    private static String option(String name, Optional<CoreRef> ref) {
        return ref.map(r -> " " + name + " " + r).orElse("");
    }

    private void exports(String prefix, Map<String, Export> exports) {
        exports.forEach((name, export) -> {
            switch (export) {
                case Export.OfFunction f -> line(prefix + name + " = " + f.function() + ": " + TypeText.of(f.type()));
                case Export.OfInstance i -> exports(prefix + name + "#", i.exports());
                case Export.OfResource r -> line(prefix + name + " = resource[" + r.slot() + "]");
            }
        });
    }
}
