/** What calls through links come to: counted where they are made, added up where somebody asks. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.runtime.meter;
