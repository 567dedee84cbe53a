package dev.kubewasm.runtime;

import dev.kubewasm.runtime.abi.Codecs;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.link.LinkPlan;
import dev.kubewasm.runtime.link.PlanText;
import dev.kubewasm.runtime.value.FuncType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A component ready to be instantiated, any number of times. Immutable. */
public final class CompiledComponent {
    private final LinkPlan plan;
    private final List<CoreModule> modules;
    private final Codecs codecs = new Codecs();

    CompiledComponent(LinkPlan plan, List<CoreModule> modules) {
        this.plan = plan;
        this.modules = List.copyOf(modules);
    }

    /** The names of the imports that need a supplier; imports of nothing but plain types need none. */
    public List<String> imports() {
        return plan.imports();
    }

    /**
     * What a provider of an import is asked for ({@link ComponentInstance#exportFor}): the import's name; the interface, if
     * the name is plain and implements one.
     */
    public String wanted(String importName) {
        return plan.wanted(importName);
    }

    /** Whether what it exports may be another thing when an import is linked to another provider. */
    boolean exportsFollowImports() {
        return plan.exportsFollowImports();
    }

    /** The names of what it exports: functions and interfaces, in order. */
    public List<String> exports() {
        return List.copyOf(plan.exports().keySet());
    }

    /** The functions it exports by full name: {@code run}, {@code example:pricing/catalog#lookup}. */
    public Map<String, FuncType> functions() {
        Map<String, FuncType> types = new LinkedHashMap<>();
        plan.functionsByName().forEach((name, f) -> types.put(name, f.type()));
        return types;
    }

    /** The link plan as text, a step a line. */
    public String planText() {
        return PlanText.of(plan);
    }

    LinkPlan plan() {
        return plan;
    }

    List<CoreModule> modules() {
        return modules;
    }

    Codecs codecs() {
        return codecs;
    }
}
