package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value as a script writes it.
 *
 * @param type its type's keyword
 * @param json the whole object
 */
record Constant(String type, JsonNode json) {}
