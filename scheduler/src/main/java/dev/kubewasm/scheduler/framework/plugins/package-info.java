/** The filter and score plugins of kube-scheduler's default profile, one class each, under its names. */
@NullMarked
package dev.kubewasm.scheduler.framework.plugins;

import org.jspecify.annotations.NullMarked;
