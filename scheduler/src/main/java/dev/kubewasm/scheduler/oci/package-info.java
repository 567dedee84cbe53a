/** WebAssembly artifacts as OCI images: the documents, their checks, and the image layout folder they are read from. */
@NullMarked
package dev.kubewasm.scheduler.oci;

import org.jspecify.annotations.NullMarked;
