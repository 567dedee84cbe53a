/** A cluster behind the Kubernetes API, by the fabric8 client. */
@NullMarked
package dev.kubewasm.scheduler.app.kubernetes;

import org.jspecify.annotations.NullMarked;
