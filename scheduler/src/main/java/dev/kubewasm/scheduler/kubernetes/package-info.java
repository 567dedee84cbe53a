/** Kubernetes objects as facts: the one translation, for objects from an API server and from a folder of YAML alike. */
@NullMarked
package dev.kubewasm.scheduler.kubernetes;

import org.jspecify.annotations.NullMarked;
