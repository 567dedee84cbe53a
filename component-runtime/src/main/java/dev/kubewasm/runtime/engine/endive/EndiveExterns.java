package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreExtern;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.TableInstance;
import run.endive.runtime.TagInstance;

/** The exports that are passed on as they are. */
final class EndiveExterns {
    private EndiveExterns() {}

    record GlobalExtern(GlobalInstance global) implements CoreExtern.OfGlobal {
        @Override
        public long bits() {
            return global.getValue();
        }
    }

    record TagExtern(TagInstance tag) implements CoreExtern.OfTag {}

    /** A table of references that aren't functions: no types are compared when they are used. */
    record PlainTable(TableInstance table) implements CoreExtern.OfTable {}
}
