package dev.kubewasm.component;

import dev.kubewasm.component.core.CoreModules;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Preamble;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Binaries to mutate, and what is said of the mutants. */
final class Mutants {
    /** Larger ones would take all the time. */
    private static final long MAX_SEED_BYTES = 200_000;

    private Mutants() {}

    /** All binaries below {@code folder} that are small enough, by path. */
    static List<byte[]> below(Path folder) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".wasm")).sorted().toList()) {
                if (Files.size(file) > 0 && Files.size(file) <= MAX_SEED_BYTES) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        return seeds;
    }

    /** The binaries of the specification's scripts and of real components. */
    static List<byte[]> corpus() throws IOException {
        List<byte[]> seeds = below(Corpora.require("component-model"));
        for (Path component : RealComponents.all()) {
            byte[] bytes = RealComponents.bytes(component);
            if (bytes.length <= MAX_SEED_BYTES) {
                seeds.add(bytes);
            }
        }
        return seeds;
    }

    /** Why {@code bytes}, a component or a core module, isn't valid; empty if it is. */
    static Optional<String> problem(byte[] bytes, Set<Proposal> proposals) {
        try {
            if (Preamble.read(new WasmReader(bytes)) == Preamble.CORE_MODULE) {
                CoreModules.validate(new BinarySlice(bytes, 0, bytes.length), proposals);
            } else {
                ComponentTypes.resolve(ComponentDecoder.decode(bytes), proposals);
            }
            return Optional.empty();
        } catch (MalformedBinaryException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
