package dev.kubewasm.wit.diagnostics;

import java.util.Locale;

/** The kinds of diagnostic. {@link #text()} is stable: tools may match on it. */
public enum DiagnosticCode {
    /** A file or folder cannot be read. */
    UNREADABLE,
    /** A file is not UTF-8. */
    NOT_UTF8,
    /** A WebAssembly binary that cannot be decoded or is not valid. */
    MALFORMED_BINARY,
    /** WebAssembly that is no WIT package, where one is needed, or that means what WIT has no words for. */
    NOT_WIT,
    /** The input is over a stated limit in size. */
    INPUT_TOO_LARGE,
    /** Brackets, comments or packages are nested deeper than the stated limit. */
    NESTING_TOO_DEEP,
    /** A character that WIT forbids anywhere, or that begins no token. */
    INVALID_CHARACTER,
    /** A block comment without its end. */
    UNTERMINATED_COMMENT,
    /** A string without its end, or with an escape that there is not. */
    INVALID_STRING,
    /** A token where another was expected. */
    SYNTAX,
    /** An identifier that is not kebab-case. */
    INVALID_IDENTIFIER,
    /** A version that is not a semantic version. */
    INVALID_VERSION,
    /** A number out of range. */
    INVALID_NUMBER,
    /** An unknown gate, a gate with the wrong field, or gates that exclude each other. */
    INVALID_GATE,
    /** No package declaration, or one in the wrong place. */
    PACKAGE_DECLARATION,
    /** Files of one package that name different packages. */
    PACKAGE_MISMATCH,
    /** Documentation of a package in more than one file. */
    DUPLICATE_DOCS,
    /** A name defined twice (identifiers that differ only in case are the same name). */
    DUPLICATE_NAME,
    /** A record, variant, enum, flags or tuple with nothing in it. */
    EMPTY_TYPE,
    /** A package that none of the sources defines. */
    UNKNOWN_PACKAGE,
    /** An interface or world that its package does not define. */
    UNKNOWN_ITEM,
    /** A type that is not defined where it is used. */
    UNKNOWN_TYPE,
    /** A name that means something else than is needed here. */
    WRONG_KIND,
    /** A reference to an item whose feature is not enabled. */
    FEATURE_NOT_ENABLED,
    /** Packages, interfaces, worlds or types that depend on themselves. */
    DEPENDENCY_CYCLE,
    /** A type that is over a stated limit when written out in full. */
    TYPE_TOO_LARGE,
    /** A handle to something that is no resource. */
    NOT_A_RESOURCE,
    /** A borrowed handle in a result. */
    BORROW_IN_RESULT,
    /** A constructor that returns something else than its resource or a result of it. */
    INVALID_CONSTRUCTOR,
    /** A map whose key may not be one. */
    INVALID_MAP_KEY,
    /** A {@code with} that renames nothing. */
    INVALID_INCLUDE,
    /** An exported interface whose dependencies would have to be imported and exported at once. */
    INCOMPATIBLE_DEPENDENCY;

    /** The code as printed in {@code error[...]}, for example {@code unknown-type}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
