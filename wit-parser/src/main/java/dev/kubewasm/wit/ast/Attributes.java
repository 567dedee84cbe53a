package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Stability;
import java.util.Optional;

/**
 * What stands in front of an item.
 *
 * @param docs its documentation
 * @param stability its feature gates
 * @param externalId the argument of {@code @external-id}
 */
public record Attributes(Docs docs, Stability stability, Optional<String> externalId) {}
