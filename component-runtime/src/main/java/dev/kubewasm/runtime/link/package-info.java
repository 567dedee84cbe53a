/**
 * The link plan: a component, with the components inside it, as a flat list of checked steps. Names are looked up when
 * the plan is built; instantiating follows numbers.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.link;
