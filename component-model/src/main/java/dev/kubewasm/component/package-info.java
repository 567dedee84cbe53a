/**
 * Component binaries: decoded ({@link dev.kubewasm.component.Component}), resolved and validated
 * ({@link dev.kubewasm.component.ResolvedComponent}), and what they require. Terms as in design/mvp/Explainer.md and
 * Binary.md of the Component Model.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component;
