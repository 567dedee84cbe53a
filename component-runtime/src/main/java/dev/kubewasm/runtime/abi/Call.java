package dev.kubewasm.runtime.abi;

import java.util.ArrayList;
import java.util.List;

/** The handles that one call borrows: those its caller lends, and those its callee must drop before it returns. */
public final class Call {
    private final List<ResourceHandle> lent = new ArrayList<>(1);
    private int borrows;

    Call() {}

    void lend(ResourceHandle handle) {
        handle.lend();
        lent.add(handle);
    }

    void addBorrow() {
        borrows++;
    }

    void dropBorrow() {
        borrows--;
    }

    /** The callee returns: it may not keep what it borrowed. */
    void checkReturned(InstanceScope callee) {
        if (borrows > 0) {
            throw new AbiTrap(callee, "borrow handles still remain at the end of the call");
        }
    }

    /** The call is over, however it ended. */
    void end() {
        for (ResourceHandle handle : lent) {
            handle.giveBack();
        }
        lent.clear();
    }
}
