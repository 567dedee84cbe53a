package dev.kubewasm.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamedAnnotationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kube-wasm/providers | example:a/b=deployment/catalog,example:c/*=shop/statefulset/db | kube-wasm/providers | example:a/b=deployment/CATALOG,example:c/*=SHOP/statefulset/DB",
                "kube-wasm/providers | no pin | kube-wasm/providers | ?",
                "kube-wasm/consumers | tier in (web,api), !old, app=x; namespaces=shop | kube-wasm/consumers | 'tier in (WEB,API),!old,app in (X); namespaces=SHOP'",
                "kube-wasm/wit-configmap | wit/catalog.wit | kube-wasm/wit-configmap | WIT/catalog.wit",
                "kube-wasm.wit/main | package a:b; | kube-wasm.wit/MAIN | package a:b;",
                "kube-wasm/links | preferred | kube-wasm/links | preferred",
                "volume.kubernetes.io/selected-node | east | volume.kubernetes.io/selected-node | EAST",
            })
    void namesInAnnotationsAreRenamedAndNothingElse(String key, String value, String renamedKey, String renamed) {
        ObjectNode annotations = new ObjectMapper().createObjectNode().put(key, value);

        ObjectNode other = new RenamedAnnotations(
                        name -> name.toUpperCase(Locale.ROOT), (_, label) -> label.toUpperCase(Locale.ROOT))
                .of(annotations);

        assertThat(other.properties()).singleElement().satisfies(entry -> {
            assertThat(entry.getKey()).isEqualTo(renamedKey);
            assertThat(entry.getValue().asText()).isEqualTo(renamed);
        });
    }
}
