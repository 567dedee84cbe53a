package dev.kubewasm.wit.binary;

import java.util.OptionalInt;

/**
 * The options of a canonical function ({@code canonopt}).
 *
 * @param encoding of strings in the memory; UTF-8 if none is written
 * @param encodingWritten whether the binary writes the encoding
 * @param memory core memory index
 * @param realloc core function index
 * @param postReturn core function index; lifts only
 * @param async whether the asynchronous ABI is used
 * @param callback core function index; asynchronous lifts only
 * @param coreType core type index of the core function (gated: GC)
 * @param gc whether the GC ABI is used (gated: GC)
 */
public record CanonicalOptions(
        StringEncoding encoding,
        boolean encodingWritten,
        OptionalInt memory,
        OptionalInt realloc,
        OptionalInt postReturn,
        boolean async,
        OptionalInt callback,
        OptionalInt coreType,
        boolean gc) {
    /** Encodings of strings in linear memory. */
    public enum StringEncoding {
        UTF8("utf8"),
        UTF16("utf16"),
        LATIN1_UTF16("latin1+utf16");

        private final String text;

        StringEncoding(String text) {
            this.text = text;
        }

        /** The spelling of the text format. */
        public String text() {
            return text;
        }
    }
}
