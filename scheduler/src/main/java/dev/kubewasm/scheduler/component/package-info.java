/** Where the worlds of components come from: an annotation's WIT, a ConfigMap's, or the image's binary. */
@NullMarked
package dev.kubewasm.scheduler.component;

import org.jspecify.annotations.NullMarked;
