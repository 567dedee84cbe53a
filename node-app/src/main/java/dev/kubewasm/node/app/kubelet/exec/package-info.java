/** {@code kubectl exec}: an exported function called, by the protocols that streams of a command are carried in. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.kubelet.exec;
