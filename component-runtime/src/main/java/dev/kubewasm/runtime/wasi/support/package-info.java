/** What the declarations of all WASI interfaces share. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.wasi.support;
