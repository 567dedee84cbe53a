package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The pieces that annotation values are made of. */
final class Syntax {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?");

    private Syntax() {}

    /** The comma-separated entries of {@code value}, blanks around them removed; a blank value has none. */
    static List<String> entries(String value) throws BadValue {
        List<String> entries = new ArrayList<>();
        if (value.isBlank()) {
            return entries;
        }
        for (String entry : value.split(",", -1)) {
            if (entry.isBlank()) {
                throw new BadValue("entry " + (entries.size() + 1) + " is empty: remove the extra comma");
            }
            entries.add(entry.strip());
        }
        return entries;
    }

    /** {@code namespace:name} with an optional version. */
    static Optional<PackageName> packageName(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        String version = at < 0 ? "" : text.substring(at);
        return name.contains("/")
                ? Optional.empty()
                : InterfaceName.parse(name + "/x" + version).map(InterfaceName::pkg);
    }

    /** {@code ns:pkg/iface}, {@code ns:pkg/iface@1.0.0} or {@code ns:pkg/*}. */
    static InterfacePattern interfacePattern(String text) throws BadValue {
        if (text.endsWith("/*")) {
            Optional<PackageName> name = packageName(text.substring(0, text.length() - 2));
            if (name.isPresent() && name.get().version().isEmpty()) {
                return new InterfacePattern.OfPackage(name.get());
            }
        } else {
            Optional<InterfaceName> name = InterfaceName.parse(text);
            if (name.isPresent()) {
                return new InterfacePattern.OfInterface(name.get());
            }
        }
        throw new BadValue(
                quote(text)
                        + " is no interface: write namespace:package/interface, with or without @version, or namespace:package/*");
    }

    /** The text on both sides of the first {@code =}. */
    static String[] keyAndValue(String entry, String shape) throws BadValue {
        int equals = entry.indexOf('=');
        if (equals < 0) {
            throw new BadValue(quote(entry) + " has no '=': write " + shape);
        }
        return new String[] {
            entry.substring(0, equals).strip(), entry.substring(equals + 1).strip()
        };
    }

    /** A namespace, as Kubernetes allows it. */
    static String namespace(String text) throws BadValue {
        if (!DNS_LABEL.matcher(text).matches()) {
            throw new BadValue(quote(text) + " is no namespace: lower-case letters, digits and '-', at most 63");
        }
        return text;
    }

    /** An object's name, as Kubernetes allows it. */
    static String objectName(String text) throws BadValue {
        if (!DNS_SUBDOMAIN.matcher(text).matches()) {
            throw new BadValue(
                    quote(text) + " is no object name: lower-case letters, digits, '-' and '.', at most 253");
        }
        return text;
    }
}
