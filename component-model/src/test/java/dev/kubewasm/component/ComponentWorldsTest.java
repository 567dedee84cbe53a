package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentWorldsTest {
    @Test
    void theWorldIsWhatTheReferenceToolPrints() {
        World world = ComponentWorlds.decode(Fixtures.bytes("shop.wasm"));

        assertThat(WorldLines.of(world))
                .containsExactlyElementsOf(
                        WorldLines.of(new String(Fixtures.bytes("shop.decoded.wit"), StandardCharsets.UTF_8)));
        assertThat(world.name()).hasToString("root:component/root");
    }

    @Test
    void aTypeThatAnotherInterfaceUsesIsAnAliasOfTheFirst() {
        World world = ComponentWorlds.decode(Fixtures.bytes("shop.wasm"));
        TypeDef price = type(world, "demo:shop/goods@0.3.1", "price");
        TypeDef item = type(world, "demo:shop/goods@0.3.1", "item");

        assertThat(type(world, "demo:shop/orders@0.3.1", "total").kind())
                .isEqualTo(new TypeDef.Kind.Alias(new dev.kubewasm.wit.model.Type.Named(price)));
        assertThat(type(world, "demo:shop/orders@0.3.1", "item").kind())
                .isEqualTo(new TypeDef.Kind.ResourceAlias(item));
    }

    private static TypeDef type(World world, String key, String name) {
        World.WorldItem item = Objects.requireNonNull(world.imports().get(key), key);
        return Objects.requireNonNull(
                ((World.WorldItem.OfInterface) item).type().types().get(name), name);
    }

    @Test
    void whatWitCannotSayIsNamed() {
        byte[] importsModule = new Bytes()
                .component()
                .section(3, b -> b.raw(1, 0x50, 0))
                .section(10, b -> b.raw(1, 0).name("m").raw(0, 0x11, 0))
                .toByteArray();

        assertThatThrownBy(() -> ComponentWorlds.decode(importsModule))
                .isInstanceOf(NoWorldException.class)
                .hasMessage("import `m` is a core module, which no WIT world can say");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-component", "tiny-component-no-target", "upstream-component"})
    void importsAndExportsAreThoseOfTheArtifactsConfig(String artifact) throws Exception {
        Path folder = Corpora.require("oci/valid/" + artifact);
        String config = Files.readString(folder.resolve("config.json"));
        World world = ComponentWorlds.decode(layer(folder));

        assertThat(world.imports().keySet()).containsExactlyElementsOf(list(config, "imports"));
        assertThat(world.exports().keySet()).containsExactlyElementsOf(list(config, "exports"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wit-package", "upstream-wit-package"})
    void packagesInBinaryFormListWhatTheConfigLists(String artifact) throws Exception {
        Path folder = Corpora.require("oci/valid/" + artifact);
        ResolvedComponent resolved = ComponentTypes.resolve(ComponentDecoder.decode(layer(folder)));
        List<String> names = new ArrayList<>();
        // Each interface or world is a component type that exports it under its full name; a world's own exports count
        // too.
        resolved.exports().values().forEach(e -> {
            ResolvedType.TypeExtern type = (ResolvedType.TypeExtern) e;
            ((ResolvedType.OfComponentType) type.type()).type().exports().forEach((name, item) -> {
                names.add(name);
                if (item instanceof ResolvedType.ComponentExtern world) {
                    names.addAll(world.type().exports().keySet());
                }
            });
        });

        assertThat(names.stream().distinct())
                .containsExactlyInAnyOrderElementsOf(list(Files.readString(folder.resolve("config.json")), "exports"));
    }

    private static byte[] layer(Path folder) throws IOException {
        try (Stream<Path> blobs = Files.list(folder.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                if (bytes[0] == 0) {
                    return bytes;
                }
            }
        }
        throw new IOException("no layer in " + folder);
    }

    private static List<String> list(String json, String key) {
        Matcher array = Pattern.compile("\"" + key + "\":\\s*\\[([^]]*)]").matcher(json);
        assertThat(array.find()).as(key).isTrue();
        Matcher item = Pattern.compile("\"([^\"]*)\"").matcher(array.group(1));
        return item.results().map(r -> r.group(1)).toList();
    }
}
