/**
 * Component binaries as a runtime needs them: validated in full and resolved
 * ({@link dev.kubewasm.component.ComponentTypes}), and what they require. Decoding and the types of a component are
 * wit-parser's; this package adds the core level. Terms as in design/mvp/Explainer.md and Binary.md of the Component
 * Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component;
