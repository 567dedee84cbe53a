package dev.kubewasm.wit.binary;

/** The parts of a component or core module binary that an error can be in. */
public enum Section {
    PREAMBLE("preamble"),
    SECTION_HEADER("section header"),
    CUSTOM("custom section"),
    CORE_MODULE("core module section"),
    CORE_INSTANCE("core instance section"),
    CORE_TYPE("core type section"),
    COMPONENT("component section"),
    INSTANCE("instance section"),
    ALIAS("alias section"),
    TYPE("type section"),
    CANON("canonical function section"),
    START("start section"),
    IMPORT("import section"),
    EXPORT("export section"),
    VALUE("value section");

    private final String text;

    Section(String text) {
        this.text = text;
    }

    /** Its name in messages, for example {@code type section}. */
    public String text() {
        return text;
    }
}
