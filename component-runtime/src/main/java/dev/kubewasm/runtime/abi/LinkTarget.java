package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import java.util.Optional;

/**
 * Where calls of an imported function may go.
 *
 * @param adapter calls it; of the imported function's type
 * @param provider whose function it calls, if it needs one
 */
public record LinkTarget(HostCoreFunction adapter, Optional<InstanceStore> provider) {}
