/**
 * The front door of the embeddable component runtime: compile a component, instantiate it, link it to others, call it.
 * Nothing here knows of Kubernetes.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime;
