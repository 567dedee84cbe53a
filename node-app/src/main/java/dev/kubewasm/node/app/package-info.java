/**
 * The runtime node as a program: registers a Node, keeps its heartbeat, runs the Pods bound to it, and serves the kubelet's
 * API.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app;
