/** {@code wasi:sockets}, all of it there and all of it denied: components that link it run, and reach no network. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.sockets;
