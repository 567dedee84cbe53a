package dev.kubewasm.wit.binary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decodes component binaries (design/mvp/Binary.md). Syntax only: what it means is checked by
 * {@code ComponentWalk}. Core
 * modules are kept as slices and not looked into; no byte is copied.
 */
public final class ComponentDecoder {
    /** The largest binary that {@link #read(Path)} accepts, in bytes: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    private static final int MAX_ITEMS = 1_000_000;
    private static final int MAX_START_ARGUMENTS = 1000;

    private ComponentDecoder() {}

    /**
     * The bytes of a file, at most {@link #DEFAULT_MAX_BYTES} of them.
     *
     * @throws ComponentTooLargeException if the file is larger; it isn't read then
     * @throws IOException if it can't be read
     */
    public static byte[] read(Path file) throws IOException {
        return read(file, DEFAULT_MAX_BYTES);
    }

    /**
     * The bytes of a file, at most {@code maxBytes} of them. What isn't a file of known size (a pipe, a device) is read
     * up to that size.
     *
     * @throws ComponentTooLargeException if there are more; nothing beyond the limit is read
     * @throws IOException if it can't be read
     */
    public static byte[] read(Path file, long maxBytes) throws IOException {
        long size = Files.size(file);
        if (size > maxBytes) {
            throw new ComponentTooLargeException(file, maxBytes);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 8));
            if (in.read() >= 0) {
                throw new ComponentTooLargeException(file, maxBytes);
            }
            return bytes;
        }
    }

    /**
     * Decodes a component.
     *
     * @param binary the whole binary; the component keeps slices of it
     * @throws MalformedBinaryException if it isn't a well-formed component binary: also for core modules and anything
     *     else, which the message names
     */
    public static Component decode(byte[] binary) {
        WasmReader in = new WasmReader(binary);
        if (Preamble.read(in) == Preamble.CORE_MODULE) {
            throw in.error(4, "is a core module, not a component: make one of it with `wasm-tools component new`");
        }
        return component(in, 0);
    }

    private static Component component(WasmReader in, int start) {
        List<Definition> definitions = new ArrayList<>();
        List<Component.CustomSection> customSections = new ArrayList<>();
        while (!in.atEnd()) {
            in.enter(Section.SECTION_HEADER);
            int at = in.position();
            int id = in.u8();
            WasmReader section = in.sub(in.u32());
            section.enter(sectionOf(in, at, id));
            section(id, section, definitions, customSections);
        }
        BinarySlice whole = in.slice(start);
        return new Component(whole, definitions, customSections);
    }

    private static Section sectionOf(WasmReader in, int at, int id) {
        return switch (id) {
            case 0 -> Section.CUSTOM;
            case 1 -> Section.CORE_MODULE;
            case 2 -> Section.CORE_INSTANCE;
            case 3 -> Section.CORE_TYPE;
            case 4 -> Section.COMPONENT;
            case 5 -> Section.INSTANCE;
            case 6 -> Section.ALIAS;
            case 7 -> Section.TYPE;
            case 8 -> Section.CANON;
            case 9 -> Section.START;
            case 10 -> Section.IMPORT;
            case 11 -> Section.EXPORT;
            case 12 -> Section.VALUE;
            default -> throw in.error(at, "%d is no section of a component".formatted(id));
        };
    }

    private static void section(
            int id, WasmReader in, List<Definition> definitions, List<Component.CustomSection> customSections) {
        TypeReader types = new TypeReader(in);
        switch (id) {
            case 0 -> customSections.add(new Component.CustomSection(in.name(), in.take(in.remaining())));
            case 1 -> definitions.add(coreModule(in));
            case 2 -> each(in, "core instances", definitions, () -> coreInstance(in, types));
            case 3 ->
                each(
                        in,
                        "core types",
                        definitions,
                        () -> new Definition.OfCoreType(in.position(), new CoreTypeReader(in).definition()));
            case 4 -> definitions.add(nestedComponent(in));
            case 5 -> each(in, "instances", definitions, () -> instance(in, types));
            case 6 -> each(in, "aliases", definitions, () -> new Definition.OfAlias(in.position(), types.alias()));
            case 7 -> each(in, "types", definitions, () -> new Definition.OfType(in.position(), types.definition()));
            case 8 ->
                each(
                        in,
                        "canonical functions",
                        definitions,
                        () -> new Definition.OfCanonical(in.position(), new CanonReader(in).function()));
            case 9 -> definitions.add(start(in));
            case 10 ->
                each(
                        in,
                        "imports",
                        definitions,
                        () -> new Definition.OfImport(in.position(), types.externName(), types.externDesc()));
            case 11 -> each(in, "exports", definitions, () -> export(in, types));
            default -> each(in, "values", definitions, () -> value(in, types));
        }
        in.expectEnd(in.section().text());
    }

    private static void each(
            WasmReader in, String what, List<Definition> definitions, Supplier<? extends Definition> one) {
        definitions.addAll(in.vector(MAX_ITEMS, what, one::get));
    }

    private static Definition coreModule(WasmReader in) {
        int at = in.position();
        BinarySlice module = in.take(in.remaining());
        CoreSections.visit(module, (id, section) -> section.take(section.remaining()));
        return new Definition.OfCoreModule(at, module);
    }

    private static Definition nestedComponent(WasmReader in) {
        int at = in.position();
        return in.nested(() -> {
            if (Preamble.read(in) != Preamble.COMPONENT) {
                throw in.error(at, "a core module where a component is expected");
            }
            Component component = component(in, at);
            in.enter(Section.COMPONENT);
            return new Definition.OfComponent(at, component);
        });
    }

    private static Definition coreInstance(WasmReader in, TypeReader types) {
        int at = in.position();
        if (!in.flag("kind of core instance")) {
            int module = in.index();
            return new Definition.OfCoreInstance(
                    at, new CoreInstance.Instantiate(module, in.vector(MAX_ITEMS, "arguments", () -> {
                        String name = in.name();
                        in.expect(0x12, "the sort of an argument (instance)");
                        return new CoreInstance.Argument(name, in.index());
                    })));
        }
        return new Definition.OfCoreInstance(
                at,
                new CoreInstance.FromExports(in.vector(
                        MAX_ITEMS,
                        "exports",
                        () -> new CoreInstance.InlineExport(in.name(), new SortIndex(types.coreSort(), in.index())))));
    }

    private static Definition instance(WasmReader in, TypeReader types) {
        int at = in.position();
        if (!in.flag("kind of instance")) {
            int component = in.index();
            return new Definition.OfInstance(
                    at,
                    new ComponentInstance.Instantiate(
                            component,
                            in.vector(
                                    MAX_ITEMS,
                                    "arguments",
                                    () -> new ComponentInstance.Argument(in.name(), types.sortIndex()))));
        }
        return new Definition.OfInstance(
                at,
                new ComponentInstance.FromExports(in.vector(
                        MAX_ITEMS,
                        "exports",
                        () -> new ComponentInstance.InlineExport(types.externName(), types.sortIndex()))));
    }

    private static Definition start(WasmReader in) {
        int at = in.position();
        int function = in.index();
        List<Integer> arguments = in.vector(MAX_START_ARGUMENTS, "arguments", in::index);
        int resultsAt = in.position();
        long results = in.u32();
        if (results > MAX_START_ARGUMENTS) {
            throw in.error(resultsAt, results + " results: at most " + MAX_START_ARGUMENTS + " are allowed");
        }
        return new Definition.OfStart(at, function, arguments, (int) results);
    }

    private static Definition export(WasmReader in, TypeReader types) {
        int at = in.position();
        ExternName name = types.externName();
        SortIndex item = types.sortIndex();
        Optional<ExternDesc> type = in.optional(types::externDesc);
        return new Definition.OfExport(at, name, item, type);
    }

    private static Definition value(WasmReader in, TypeReader types) {
        int at = in.position();
        ValType type = types.valType();
        return new Definition.OfValue(at, type, in.take(in.u32()));
    }
}
