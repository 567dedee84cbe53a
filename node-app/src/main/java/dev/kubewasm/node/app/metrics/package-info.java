/** Metrics whose labels come and go, in the text format of Prometheus. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.metrics;
