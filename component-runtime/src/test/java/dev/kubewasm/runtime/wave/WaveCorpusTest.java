package dev.kubewasm.runtime.wave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.link.LinkPlanBuilder;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments and results of real calls as another implementation wrote them: each is read, and written the same. */
class WaveCorpusTest {
    @ParameterizedTest
    @CsvSource({"calls.jsonl, 300", "echo/calls.jsonl, 6000"})
    void readsAndWritesTheTextsOfCallsAsTheyAre(String calls, int expected) throws Exception {
        Path root = Corpora.require("components");
        Map<String, Map<String, FuncType>> components = new HashMap<>();
        List<String> different = new ArrayList<>();
        int texts = 0;
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(root.resolve(calls))) {
            JsonNode call = mapper.readTree(line);
            Map<String, FuncType> functions =
                    components.computeIfAbsent(call.get("component").asText(), file -> functions(root.resolve(file)));
            for (JsonNode step : call.has("sequence") ? call.get("sequence") : List.of(call)) {
                FuncType function = functions.get(step.path("func").asText());
                if (function != null) {
                    texts += check(step, function, different);
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(texts).isGreaterThan(expected);
    }

    private static int check(JsonNode step, FuncType function, List<String> different) {
        List<String> args = new ArrayList<>();
        step.get("args").forEach(arg -> args.add(arg.asText()));
        for (int i = 0; i < args.size(); i++) {
            same(args.get(i), function.paramTypes().get(i), different);
        }
        assertThat(Wave.parseArguments(String.join(", ", args), function, new AnyHandle()))
                .hasSameSizeAs(args);
        JsonNode result = step.get("result");
        if (!result.isNull()) {
            same(result.asText(), function.result().orElseThrow(), different);
        }
        return args.size() + (result.isNull() ? 0 : 1);
    }

    private static void same(String text, ValueType type, List<String> different) {
        HandleNames handles = new AnyHandle();
        String written = Wave.print(Wave.parse(text, type, handles), type, handles);
        if (!written.equals(text)) {
            different.add(text + "\n   written as " + written);
        }
    }

    /** Components that use what the runtime doesn't have count as having no functions. */
    private static Map<String, FuncType> functions(Path file) {
        Map<String, FuncType> functions = new HashMap<>();
        try {
            LinkPlanBuilder.build(ComponentTypes.resolve(ComponentDecoder.decode(bytes(file))))
                    .functionsByName()
                    .forEach((name, export) -> functions.put(name, export.type()));
        } catch (UnsupportedFeatureException e) {
            return Map.of();
        }
        return functions;
    }

    private static byte[] bytes(Path file) {
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        try (InputStream in = Files.exists(file)
                ? Files.newInputStream(file)
                : new GZIPInputStream(Files.newInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Every name is that of a handle: which of them are alive is not asked here. */
    private static final class AnyHandle implements HandleNames {
        private record Named(String typeName) implements ResourceRef {}

        @Override
        public Optional<String> nameOf(ResourceRef resource) {
            return Optional.of(resource.typeName());
        }

        @Override
        public Optional<ResourceRef> named(String name) {
            return Optional.of(new Named(name));
        }
    }
}
