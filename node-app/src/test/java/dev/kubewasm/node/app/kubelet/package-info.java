@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.kubelet;
