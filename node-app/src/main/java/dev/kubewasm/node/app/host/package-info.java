/** What of the machine the node has to give. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.host;
