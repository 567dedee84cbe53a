package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code kube-wasm/host-interfaces} of a Node: comma-separated interfaces ({@code wasi:cli/environment@0.2.12}) and
 * whole packages ({@code wasi:io@0.2.12}) that the node supplies itself.
 */
public final class HostInterfacesAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/host-interfaces";

    private HostInterfacesAnnotation() {}

    /** The interfaces that {@code value} lists, in its order. */
    public static Parsed<List<HostInterface>> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            List<HostInterface> interfaces = new ArrayList<>();
            for (String entry : Syntax.entries(text)) {
                interfaces.add(parseEntry(entry));
            }
            return List.copyOf(interfaces);
        });
    }

    /** The value that {@link #parse} reads as {@code interfaces}. */
    public static String write(List<HostInterface> interfaces) {
        return interfaces.stream().map(HostInterface::toString).collect(Collectors.joining(","));
    }

    private static HostInterface parseEntry(String entry) throws BadValue {
        Optional<InterfaceName> name = InterfaceName.parse(entry);
        if (name.isPresent()) {
            return new HostInterface.Named(name.get());
        }
        Optional<PackageName> pkg = Syntax.packageName(entry);
        if (pkg.isPresent()) {
            return new HostInterface.WholePackage(pkg.get());
        }
        throw new BadValue(
                quote(entry) + " is neither an interface (wasi:cli/environment@0.2.12) nor a package (wasi:io@0.2.12)");
    }
}
