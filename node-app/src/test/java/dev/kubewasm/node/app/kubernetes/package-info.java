/** Tests of the adapters to the API server. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.kubernetes;
