package dev.kubewasm.wit.model;

/** Documentation of an item as written in WIT, comment markers removed; empty if there is none. */
public record Docs(String text) {
    /** No documentation. */
    public static final Docs NONE = new Docs("");
}
