package dev.kubewasm.runtime.engine.endive.outline;

/**
 * A local variable. Pieces of a function share the objects, whatever index a variable has in each of them.
 *
 * @param id its number among all of the function and its pieces
 * @param type its type
 */
record Local(int id, Num type) {}
