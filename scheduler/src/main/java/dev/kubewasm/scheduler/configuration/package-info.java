/** The configuration file: its records, each of which checks itself, and the strict reading of it. */
@NullMarked
package dev.kubewasm.scheduler.configuration;

import org.jspecify.annotations.NullMarked;
