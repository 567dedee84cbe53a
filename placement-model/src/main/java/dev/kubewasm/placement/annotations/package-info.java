/** The names Kube-Wasm gives a meaning on Kubernetes objects: one class each with the key and a validating parser. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.annotations;
