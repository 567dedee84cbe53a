package dev.kubewasm.wit;

import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.world.BinaryDecoder;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Features;
import java.util.List;

/**
 * Reads what WebAssembly binaries say in WIT: WIT packages encoded as a component of types, and the worlds of
 * components. The model is the one that text gives. Nothing here throws on bad bytes: what is wrong comes back as
 * diagnostics. Core code isn't validated.
 *
 * <p>A binary package can't say everything. Of the packages that it uses it has only the interfaces mentioned, those
 * without docs and gates, with functions only where one of its worlds has them; an {@code @external-id} of a declared
 * interface or world is lost; and a package with nothing in it is the same as a component with nothing in it.
 */
public final class WitBinary {
    private WitBinary() {}

    /** What a binary is. */
    public sealed interface Decoded {
        /** A WIT package, first in {@code resolution}, with those that it mentions, each after those that it uses. */
        record Packages(WitResolution resolution) implements Decoded {}

        /** A component, by its world. */
        record OfComponent(World world) implements Decoded {}

        /** Neither, and why. */
        record Failed(List<Diagnostic> diagnostics) implements Decoded {
            public Failed {
                diagnostics = List.copyOf(diagnostics);
            }
        }
    }

    /** {@link #decode(String, byte[], Features)} without features: unstable items are left out. */
    public static Decoded decode(String name, byte[] bytes) {
        return decode(name, bytes, Features.NONE);
    }

    /**
     * Decodes a binary.
     *
     * @param name as shown in diagnostics
     * @param bytes the whole binary
     * @param features whose unstable items are kept; a component has no gates
     */
    public static Decoded decode(String name, byte[] bytes, Features features) {
        try {
            return switch (BinaryDecoder.decode(bytes, features)) {
                case BinaryDecoder.Decoded.Packages found ->
                    new Decoded.Packages(new WitResolution(found.packages(), List.of()));
                case BinaryDecoder.Decoded.OfComponent found -> new Decoded.OfComponent(found.world());
            };
        } catch (MalformedBinaryException e) {
            return failed(name, DiagnosticCode.MALFORMED_BINARY, e);
        } catch (NoWorldException e) {
            DiagnosticCode code =
                    switch (e.reason()) {
                        case UNSAYABLE -> DiagnosticCode.NOT_WIT;
                        case TOO_LARGE -> DiagnosticCode.TYPE_TOO_LARGE;
                        case FEATURE_OFF -> DiagnosticCode.FEATURE_NOT_ENABLED;
                    };
            return failed(name, code, e);
        }
    }

    private static Decoded failed(String name, DiagnosticCode code, RuntimeException problem) {
        return new Decoded.Failed(List.of(
                Diagnostic.error(code, Span.startOf(new SourceText(name, "")), String.valueOf(problem.getMessage()))));
    }
}
