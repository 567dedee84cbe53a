/** Files of gained-affinity problems and placements, in the format that RASA's data sets are published in. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.affinity.format;
