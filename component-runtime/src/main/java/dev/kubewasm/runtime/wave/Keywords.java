package dev.kubewasm.runtime.wave;

import java.util.Set;

/** The reserved words; cases of these names are written with {@code %} (wasm-wave's README, "Keywords"). */
final class Keywords {
    private static final Set<String> ALL = Set.of("true", "false", "inf", "nan", "some", "none", "ok", "err");

    private Keywords() {}

    static boolean isKeyword(CharSequence word) {
        return word.length() <= 5 && ALL.contains(word.toString());
    }
}
