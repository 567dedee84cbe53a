package dev.kubewasm.placement.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiringAnnotationTest {
    private static final WorkloadRef CATALOG = new WorkloadRef("shop", "Deployment", "catalog", new Uid("u-1"));

    private static final DecidedWiring WIRING = DecidedWiring.of(Map.of(
            "calc",
            ContainerWiring.of(
                    Optional.of("sha256:abc"),
                    Map.of(
                            "wasi:io/streams@0.2.12", new WiredImport.Host(),
                            "a:b/sibling", new WiredImport.Container("helper"),
                            "a:b/types", new WiredImport.Types(),
                            "a:b/none", new WiredImport.Nobody(),
                            "a:b/catalog",
                                    new WiredImport.Provider(CATALOG, Optional.of(new PodKey("shop", "catalog-1"))),
                            "a:b/preferred", new WiredImport.Provider(CATALOG, Optional.empty()))),
            "helper",
            ContainerWiring.of(Optional.empty(), Map.of())));

    @Test
    void whatIsWrittenIsRead() {
        String json = ((Parsed.Valid<String>) WiringAnnotation.write(WIRING)).value();

        assertThat(WiringAnnotation.parse(json)).isEqualTo(new Parsed.Valid<>(WIRING));
        assertThat(json)
                .startsWith("{\"version\":1,\"containers\":{\"calc\":{\"digest\":\"sha256:abc\",\"imports\":{"
                        + "\"a:b/catalog\":{\"by\":\"provider\",\"namespace\":\"shop\",\"kind\":\"Deployment\","
                        + "\"name\":\"catalog\",\"uid\":\"u-1\",\"pod\":\"catalog-1\"}");
    }

    @Test
    void aWiringThatIsTooLargeIsRefused() {
        Map<String, WiredImport> imports = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            imports.put("example:many/interface-" + i, new WiredImport.Host());
        }

        Parsed<String> written =
                WiringAnnotation.write(DecidedWiring.of(Map.of("calc", ContainerWiring.of(Optional.empty(), imports))));

        assertThat(written).isInstanceOf(Parsed.Invalid.class);
        assertThat(((Parsed.Invalid<String>) written).problem()).contains("at most 32768 are allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"version\":2,\"containers\":{}}",
                "{\"version\":1}",
                "{\"version\":1,\"containers\":{}} x",
                "{\"version\":1,\"version\":1,\"containers\":{}}",
                "{\"version\":1,\"containers\":{\"c\":{}}}",
                "{\"version\":1,\"containers\":{\"c\":{\"imports\":{\"x\":{}}}}}",
                "{\"version\":1,\"containers\":{\"c\":{\"imports\":{\"x\":{\"by\":\"magic\"}}}}}",
                "{\"version\":1,\"containers\":{\"c\":{\"imports\":{\"x\":{\"by\":\"container\"}}}}}",
                "{\"version\":1,\"containers\":{\"c\":{\"imports\":{\"x\":{\"by\":\"provider\",\"namespace\":\"-\"}}}}}"
            })
    void badValues(String value) {
        assertThat(WiringAnnotation.parse(value)).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void deepNestingIsNoStackOverflow() {
        assertThat(WiringAnnotation.parse("[".repeat(30_000))).isInstanceOf(Parsed.Invalid.class);
    }
}
