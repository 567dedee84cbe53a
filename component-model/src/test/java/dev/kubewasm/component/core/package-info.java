@org.jspecify.annotations.NullMarked
package dev.kubewasm.component.core;
