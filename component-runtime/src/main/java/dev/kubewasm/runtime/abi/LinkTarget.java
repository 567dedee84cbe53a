package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import java.util.List;
import java.util.Optional;

/**
 * Where calls of an imported function may go.
 *
 * @param adapter calls it; of the imported function's type
 * @param provider which container it enters, if it needs one
 * @param passedOnBy the containers that import the function and export it again: they must be there too
 */
public record LinkTarget(HostCoreFunction adapter, Optional<InstanceStore> provider, List<InstanceStore> passedOnBy) {
    public LinkTarget {
        passedOnBy = List.copyOf(passedOnBy);
    }
}
