/**
 * Component binaries: decoded ({@link dev.kubewasm.component.ComponentDecoder}), resolved and validated
 * ({@link dev.kubewasm.component.ComponentTypes}), and what they require. Terms as in design/mvp/Explainer.md and
 * Binary.md of the Component Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component;
