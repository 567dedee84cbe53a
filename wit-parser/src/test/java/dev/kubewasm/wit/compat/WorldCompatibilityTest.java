package dev.kubewasm.wit.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.Sources;
import dev.kubewasm.wit.model.World;
import org.junit.jupiter.api.Test;

class WorldCompatibilityTest {
    private static World world(String body) {
        return Sources.world("w", """
                package a:b@1.2.0;
                interface prices { price: func(sku: string) -> option<f64>; list-all: func() -> list<string>; }
                interface rates { rate: func() -> f32; }
                world w { %s }
                """.formatted(body));
    }

    private static String check(World declared, World actual) {
        return Compatibility.check(declared, actual).render();
    }

    @Test
    void theDeclaredWorldFitsItself() {
        World world = world("import prices; export rates; export run: func() -> string;");
        assertThat(Compatibility.check(world, world).compatible()).isTrue();
    }

    @Test
    void aBinaryMayImportLessAndExportMore() {
        assertThat(check(
                        world("import prices; import rates; export run: func();"),
                        world("import prices; export run: func(); export rates;")))
                .isEmpty();
    }

    @Test
    void anImportThatIsNotDeclaredIsNamed() {
        assertThat(check(world("export rates;"), world("import prices; export rates;")))
                .isEqualTo("import a:b/prices@1.2.0: expected nothing, found an interface");
    }

    @Test
    void anExportThatIsNotThereIsNamed() {
        assertThat(check(world("export rates; export run: func() -> string;"), world("import rates;")))
                .contains("export a:b/rates@1.2.0: expected an interface, found nothing")
                .contains("export run: expected func() -> string, found nothing");
    }

    @Test
    void anotherVersionIsShown() {
        World actual = Sources.world(
                "w",
                "package a:b@1.1.0; interface rates { rate: func() -> f32; } world w { export rates; import x: func(); }");
        assertThat(check(world("export rates; import x: func();"), actual))
                .isEqualTo("export a:b/rates@1.2.0: expected an interface, found a:b/rates@1.1.0");
    }

    @Test
    void whatDiffersInsideIsSeenFromTheDeclaredSide() {
        World declared =
                world("import host: interface { f: func() -> u32; } export api: interface { g: func(a: u8); }");
        World actual = world("import host: interface { f: func() -> u64; } export api: interface { g: func(a: s8); }");
        assertThat(check(declared, actual)).isEqualTo("""
                        import host › f › result: expected u32, found u64
                        export api › g › param a: expected u8, found s8""");
    }

    @Test
    void aFunctionOfTheWorldIsComparedToo() {
        assertThat(check(world("export run: func() -> string;"), world("export run: func() -> u8;")))
                .isEqualTo("export run › result: expected string, found u8");
    }

    @Test
    void aFunctionIsNoInterface() {
        assertThat(check(world("export run: func();"), world("export run: interface {}")))
                .isEqualTo("export run: expected func(), found an interface");
    }
}
