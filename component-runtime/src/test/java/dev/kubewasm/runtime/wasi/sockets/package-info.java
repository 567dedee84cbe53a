@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.sockets;
