/** What the scheduling cycle needs of the world around it: a cluster, a clock, images. One adapter each implements it. */
@NullMarked
package dev.kubewasm.scheduler.port;

import org.jspecify.annotations.NullMarked;
