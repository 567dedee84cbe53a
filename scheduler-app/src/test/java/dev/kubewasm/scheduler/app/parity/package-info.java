/** Compares the profile with the running kube-scheduler. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.scheduler.app.parity;
