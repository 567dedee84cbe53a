package dev.kubewasm.placement.wiring;

import dev.kubewasm.wit.model.Interface;
import java.util.List;

/** Structural compatibility of an export with an import; both with known types. */
@FunctionalInterface
public interface InterfaceCheck {
    /** Everything that {@code imported} needs and {@code exported} doesn't offer; empty if they fit. */
    List<TypeMismatch> mismatches(Interface imported, Interface exported);
}
