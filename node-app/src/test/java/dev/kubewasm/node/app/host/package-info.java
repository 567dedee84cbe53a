/** Tests of what is measured of the machine. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.host;
