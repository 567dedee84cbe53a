/**
 * What a placement decision is made on: immutable facts about nodes and Pods, filled by an adapter from Kubernetes
 * objects, a trace or a generator. Nothing here knows of an API server. Quantities are base units, CPU is milli-CPU.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.facts;
