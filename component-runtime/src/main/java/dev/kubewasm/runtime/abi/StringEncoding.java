package dev.kubewasm.runtime.abi;

/** How strings lie in a component's memory ({@code string-encoding}). */
public enum StringEncoding {
    UTF8,
    UTF16,
    /** Latin-1, or UTF-16 where the top bit of the length says so. */
    LATIN1_OR_UTF16
}
