/** The auditor of gained affinity: a plain reading of the problem's statement that shares no code with the search. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.affinity.audit;
