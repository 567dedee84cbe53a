package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.wiring.InterfaceCheck;
import dev.kubewasm.placement.wiring.TypeMismatch;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.model.Interface;
import java.util.List;

/** Compares interfaces by the rules of the WIT model. */
final class StructuralCheck implements InterfaceCheck {
    @Override
    public List<TypeMismatch> mismatches(Interface imported, Interface exported) {
        return Compatibility.check(imported, exported).mismatches().stream()
                .map(m -> new TypeMismatch(String.join(" › ", m.path()), m.expected(), m.found()))
                .toList();
    }
}
