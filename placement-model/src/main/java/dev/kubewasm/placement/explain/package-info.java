/** Why a Pod has no node: collected as data, then told in words a newcomer understands. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.explain;
