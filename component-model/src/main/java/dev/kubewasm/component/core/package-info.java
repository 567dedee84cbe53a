/** What core modules make use of: the features of WebAssembly beyond its first version. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.component.core;
