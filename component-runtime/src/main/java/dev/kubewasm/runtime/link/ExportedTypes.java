package dev.kubewasm.runtime.link;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.component.ResolvedType;
import dev.kubewasm.component.ResolvedType.Extern;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.value.ValueType.ResourceId;
import java.util.Map;

/**
 * Whether this runtime has what the types of exported functions need. By the names looked at here users know a function; in a walk
 * over the definitions it has a number, and is behind the built-ins that it uses.
 */
final class ExportedTypes {
    /** Which resource a handle is to makes no difference here. */
    private static final ResourceId ANY = new ResourceId(0, "resource");

    private ExportedTypes() {}

    /**
     * Looks at all functions that {@code component} exports, those of instances too.
     *
     * @throws UnsupportedFeatureException naming the first whose type can't be had
     */
    static void check(ResolvedComponent component) {
        check("", component.exports());
    }

    private static void check(String prefix, Map<String, Extern> exports) {
        exports.forEach((name, export) -> {
            switch (export) {
                case ResolvedType.FunctionExtern f -> {
                    var ignored = new TypeTranslator(r -> ANY, "function " + prefix + name).function(f.type());
                }
                case ResolvedType.InstanceExtern i ->
                    check(prefix + name + "#", i.type().exports());
                default -> {
                    // Only functions are called.
                }
            }
        });
    }
}
