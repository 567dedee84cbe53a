package dev.kubewasm.wit;

/**
 * A piece of WIT text to read.
 *
 * @param name as shown in diagnostics, for example {@code wit/pricing.wit} or {@code Pod pricing/discounts annotation
 *     kube-wasm/wit}
 * @param text WIT, a byte order mark in front allowed
 */
public record WitSource(String name, String text) {}
