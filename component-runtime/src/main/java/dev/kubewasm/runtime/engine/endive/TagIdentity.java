package dev.kubewasm.runtime.engine.endive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import run.endive.runtime.Instance;
import run.endive.runtime.TagInstance;
import run.endive.runtime.WasmException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.TagSection;
import run.endive.wasm.types.ValType;

/**
 * Tells exception tags apart. Endive takes an imported tag for any other of its type; the specification makes a new tag
 * whenever one is instantiated. So every tag gets a type that no other has: results, which tags don't have, that count.
 * Where an import is compared with its declaration it has its own type again.
 */
final class TagIdentity {
    private static final List<ValType> DIGITS = List.of(ValType.I32, ValType.I64, ValType.F32, ValType.F64);
    private static final int LENGTH = Integer.SIZE / 2;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private TagIdentity() {}

    /** Makes the tags that {@code instance} defines unlike any other. */
    static void give(Instance instance) {
        int end = end(instance.module());
        for (int i = instance.module().importSection().count(ExternalType.TAG); i < end; i++) {
            TagInstance tag = instance.tag(i);
            tag.setType(FunctionType.of(tag.type().params(), unique(NEXT.getAndIncrement())));
        }
    }

    /** Runs {@code link} while {@code tags} have the types they were declared with. */
    static Instance declared(List<TagInstance> tags, Supplier<Instance> link) {
        List<FunctionType> marked = tags.stream().map(TagInstance::type).toList();
        tags.forEach(tag -> tag.setType(FunctionType.of(tag.type().params(), List.of())));
        try {
            return link.get();
        } finally {
            for (int i = 0; i < marked.size(); i++) {
                tags.get(i).setType(marked.get(i));
            }
        }
    }

    /**
     * An exception of another instance as {@code viewer} catches it: Endive finds a tag that {@code viewer} defines
     * itself only in exceptions that {@code viewer} threw.
     */
    static WasmException seenBy(Instance viewer, WasmException thrown) {
        TagInstance tag = thrown.instance().tag(thrown.tagIdx());
        int count = end(viewer.module());
        for (int i = 0; i < count && thrown.instance() != viewer; i++) {
            if (viewer.tag(i) == tag) {
                return WasmException.builder()
                        .instance(viewer)
                        .tagIdx(i)
                        .args(thrown.args())
                        .refArgs(thrown.refArgs())
                        .build();
            }
        }
        return thrown;
    }

    /** The number of tags of a module, imported ones included. */
    private static int end(WasmModule module) {
        return module.importSection().count(ExternalType.TAG)
                + module.tagSection().map(TagSection::tagCount).orElse(0);
    }

    private static List<ValType> unique(int number) {
        List<ValType> results = new ArrayList<>(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            results.add(DIGITS.get((number >>> (2 * i)) & 3));
        }
        return results;
    }
}
