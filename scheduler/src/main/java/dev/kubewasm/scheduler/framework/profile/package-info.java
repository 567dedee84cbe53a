/** The plugins in their order with their weights, what they say together of a Pod, and preemption by them. */
@NullMarked
package dev.kubewasm.scheduler.framework.profile;

import org.jspecify.annotations.NullMarked;
