/** Who the node is: key pairs, certificate requests, certificates. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.identity;
