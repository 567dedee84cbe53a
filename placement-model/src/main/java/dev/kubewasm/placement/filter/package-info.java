/** Which nodes a Pod may run on, apart from what other Pods take: pure functions of one Pod and one node. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.filter;
