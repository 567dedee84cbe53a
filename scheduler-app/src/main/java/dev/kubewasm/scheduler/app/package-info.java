/** The scheduler as a program: configuration, loop, health, metrics. */
@NullMarked
package dev.kubewasm.scheduler.app;

import org.jspecify.annotations.NullMarked;
