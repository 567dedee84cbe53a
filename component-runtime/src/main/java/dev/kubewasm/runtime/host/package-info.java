/** How an embedder supplies interfaces to components: functions, resources and the context of an instance. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.host;
