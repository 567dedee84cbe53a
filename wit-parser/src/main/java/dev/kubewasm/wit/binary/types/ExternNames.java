package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.model.SemVer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The grammar of names of imports and exports, and of labels (Explainer.md, import and export definitions). */
public final class ExternNames {
    private static final Pattern CANONICAL_VERSION =
            Pattern.compile("[1-9][0-9]*+|0\\.[1-9][0-9]*+|0\\.0\\.[1-9][0-9]*+|0\\.0\\.0");

    private ExternNames() {}

    /** A name taken apart. */
    public sealed interface Parsed {
        /** A plain label. */
        record Label(String label) implements Parsed {}

        /** {@code [constructor]resource}. */
        record Constructor(String resource) implements Parsed {}

        /** {@code [method]resource.label}. */
        record Method(String resource, String label) implements Parsed {}

        /** {@code [static]resource.label}. */
        record Static(String resource, String label) implements Parsed {}

        /**
         * An interface name.
         *
         * @param version as it is written
         * @param nested whether there are several namespaces or interfaces in it (gated: nested names)
         */
        record Interface(String name, Optional<String> version, boolean nested) implements Parsed {}
    }

    /** Whether {@code text} is a kebab-case label. */
    public static boolean isLabel(String text) {
        boolean first = true;
        for (int start = 0; start <= text.length(); ) {
            int dash = text.indexOf('-', start);
            int end = dash < 0 ? text.length() : dash;
            if (!isFragment(text, start, end, first)) {
                return false;
            }
            first = false;
            start = end + 1;
        }
        return true;
    }

    private static boolean isFragment(String text, int start, int end, boolean first) {
        boolean lower = false;
        boolean upper = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            lower |= c >= 'a' && c <= 'z';
            upper |= c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if ((!letter && !digit) || (digit && first && i == start)) {
                return false;
            }
        }
        return start < end && !(lower && upper);
    }

    private static boolean isWords(String text) {
        return isLabel(text) && text.equals(lower(text));
    }

    /** The name that {@code text} spells, or empty if it is none. */
    public static Optional<Parsed> parse(String text) {
        if (text.startsWith("[constructor]")) {
            String label = text.substring("[constructor]".length());
            return isLabel(label) ? Optional.of(new Parsed.Constructor(label)) : Optional.empty();
        }
        if (text.startsWith("[method]")) {
            return member(text.substring("[method]".length())).map(m -> new Parsed.Method(m[0], m[1]));
        }
        if (text.startsWith("[static]")) {
            return member(text.substring("[static]".length())).map(m -> new Parsed.Static(m[0], m[1]));
        }
        return isLabel(text) ? Optional.of(new Parsed.Label(text)) : parseInterface(text);
    }

    private static Optional<String[]> member(String text) {
        String[] parts = text.split("\\.", -1);
        boolean good = parts.length == 2 && isLabel(parts[0]) && isLabel(parts[1]);
        return good ? Optional.of(parts) : Optional.empty();
    }

    private static Optional<Parsed> parseInterface(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        Optional<String> version = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        int colon = name.indexOf(':');
        int slash = name.indexOf('/');
        if (colon < 0 || slash < colon) {
            return Optional.empty();
        }
        String[] path = name.substring(0, slash).split(":", -1);
        String[] items = name.substring(slash + 1).split("/", -1);
        boolean good = Stream.of(path).allMatch(ExternNames::isWords)
                && Stream.of(items).allMatch(ExternNames::isLabel)
                && version.map(ExternNames::isVersion).orElse(true);
        if (!good) {
            return Optional.empty();
        }
        return Optional.of(new Parsed.Interface(text, version, path.length > 2 || items.length > 1));
    }

    private static boolean isVersion(String version) {
        return isCanonicalVersion(version) || SemVer.parse(version).isPresent();
    }

    /** Whether a version is of the canonical form, as interface names with a version suffix have it. */
    static boolean isCanonicalVersion(String version) {
        return CANONICAL_VERSION.matcher(version).matches();
    }

    /** What must differ between any two names of a scope: they are strongly unique if these are unequal. */
    static String uniqueKey(Parsed name) {
        return switch (name) {
            case Parsed.Label l -> lower(l.label);
            case Parsed.Constructor c -> "[constructor]" + lower(c.resource);
            case Parsed.Method m -> memberKey(m.resource, m.label);
            case Parsed.Static s -> memberKey(s.resource, s.label);
            case Parsed.Interface i -> lower(i.name);
        };
    }

    private static String memberKey(String resource, String label) {
        String member = lower(label);
        String owner = lower(resource);
        return owner.equals(member) ? owner : owner + "." + member;
    }

    /** A label as far as uniqueness is concerned. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
