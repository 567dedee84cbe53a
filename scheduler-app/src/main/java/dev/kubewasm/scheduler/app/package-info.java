/** The scheduler as a program: loop, health, metrics. */
@NullMarked
package dev.kubewasm.scheduler.app;

import org.jspecify.annotations.NullMarked;
