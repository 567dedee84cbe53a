package dev.kubewasm.wit.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.Sources;
import dev.kubewasm.wit.model.Interface;
import org.junit.jupiter.api.Test;

class InterfaceCompatibilityTest {
    private static final String QUOTE = """
            record quote { sku: string, base-price: f64, discount-pct: f32, }
            calculate: func(skus: list<string>) -> list<quote>;
            """;

    private static Interface api(String body) {
        return Sources.iface("api", "package a:b; interface api {\n" + body + "\n}");
    }

    private static String check(String imported, String exported) {
        return Compatibility.check(api(imported), api(exported)).render();
    }

    @Test
    void anEqualInterfaceServes() {
        assertThat(Compatibility.check(api(QUOTE), api(QUOTE)).compatible()).isTrue();
    }

    @Test
    void anExportMayOfferMore() {
        assertThat(check(QUOTE, QUOTE + "resource extra; type other = u8; more: func() -> extra;"))
                .isEmpty();
    }

    @Test
    void oneFieldOfAnotherTypeIsNamedWithItsWholePath() {
        assertThat(check(QUOTE, QUOTE.replace("f32", "f64")))
                .contains("api#calculate › result › list › quote.discount-pct: expected f32, found f64");
    }

    @Test
    void namesOfTypesAndAliasesTakeNoPart() {
        assertThat(check(
                        "f: func(a: list<string>) -> option<u32>;",
                        "type n = u32; type names = list<string>; f: func(a: names) -> option<n>;"))
                .isEmpty();
        assertThat(check(
                        "type names = list<string>; f: func(a: names);",
                        "type names = list<string>; f: func(a: list<string>);"))
                .isEmpty();
    }

    @Test
    void aMissingFunctionIsShownWithItsSignature() {
        assertThat(check("f: async func(a: u32) -> string;", "g: func();"))
                .isEqualTo("api#f: expected async func(a: u32) -> string, found nothing");
    }

    @Test
    void parametersCountInNumberNameAndType() {
        assertThat(check("f: func(a: u32, b: u8);", "f: func(a: u64);")).isEqualTo("""
                        api#f › param a: expected u32, found u64
                        api#f › param b: expected u8, found nothing""");
        assertThat(check("f: func(a: u32);", "f: func(z: u32);"))
                .isEqualTo("api#f › param a: expected the name a, found z");
    }

    @Test
    void asyncIsPartOfAFunction() {
        assertThat(check("f: async func();", "f: func();"))
                .isEqualTo("api#f: expected an async func, found a func that is not async");
    }

    @Test
    void fieldsAreComparedByNameAndOrder() {
        assertThat(check("record r { a: u8, b: u8 } f: func(r: r);", "record r { b: u8, a: u8 } f: func(r: r);"))
                .contains("api#f › param r: expected the order a, b, found the order b, a");
        assertThat(check("record r { a: u8 } f: func(r: r);", "record r { a: u8, b: u8 } f: func(r: r);"))
                .contains("api#f › param r › r.b: expected nothing, found u8");
    }

    @Test
    void casesAndFlagsAreComparedByName() {
        assertThat(check("variant v { a, b(u8) } f: func() -> v;", "variant v { a, b } f: func() -> v;"))
                .contains("api#f › result › v.b: expected u8, found nothing");
        assertThat(check("enum e { a, b } f: func() -> e;", "enum e { a } f: func() -> e;"))
                .contains("api#f › result › e.b: expected this case, found nothing");
        assertThat(check("flags s { a, b } f: func() -> s;", "flags s { a, c } f: func() -> s;"))
                .contains("api#f › result › s.b: expected this flag, found nothing")
                .contains("api#f › result › s.c: expected nothing, found this flag");
    }

    @Test
    void kindsAreNotMixed() {
        assertThat(check("record r { a: u8 } f: func() -> r;", "enum r { a } f: func() -> r;"))
                .contains("api#f › result: expected record r, found enum r");
        assertThat(check("f: func() -> list<u8>;", "f: func() -> list<u8, 4>;"))
                .isEqualTo("api#f › result: expected list<u8>, found list<u8, 4>");
        assertThat(check("f: func() -> tuple<u8>;", "f: func();"))
                .isEqualTo("api#f › result: expected tuple<u8>, found nothing");
    }

    @Test
    void everyPartOfAnAnonymousTypeIsReached() {
        assertThat(check(
                        "f: func() -> tuple<result<u8, u16>, map<string, u32>, stream<u64>, future<s8>, option<s16>>;",
                        "f: func() -> tuple<result<s8, s16>, map<char, s32>, stream<s64>, future<u8>, option<u16>>;"))
                .isEqualTo("""
                        api#f › result › tuple element 1 › ok: expected u8, found s8
                        api#f › result › tuple element 1 › err: expected u16, found s16
                        api#f › result › tuple element 2 › map key: expected string, found char
                        api#f › result › tuple element 2 › map value: expected u32, found s32
                        api#f › result › tuple element 3 › stream: expected u64, found s64
                        api#f › result › tuple element 4 › future: expected s8, found u8
                        api#f › result › tuple element 5 › option: expected s16, found u16""");
    }

    @Test
    void resourcesAreThoseOfTheSameName() {
        String item = "resource item { constructor(); get: func() -> u32; }";
        assertThat(check(item, item)).isEmpty();
        assertThat(check("resource a; f: func() -> a;", "resource a; resource b; f: func() -> b;"))
                .isEqualTo("api#f › result: expected a, found b");
        assertThat(check("resource a; f: func(x: borrow<a>);", "resource a; f: func(x: a);"))
                .isEqualTo("api#f › param x: expected borrow<a>, found a");
        assertThat(check("resource a;", "record a { x: u8 }")).isEqualTo("type a: expected resource a, found record a");
    }

    @Test
    void resourcesOfOtherInterfacesAreThoseOfTheSameInterface() {
        String two = """
                package a:b;
                interface one { resource r; }
                interface two { resource r; }
                interface api { use %s.{r}; f: func() -> r; }
                """;
        Interface ofOne = Sources.iface("api", two.formatted("one"));
        Interface ofTwo = Sources.iface("api", two.formatted("two"));
        assertThat(Compatibility.check(ofOne, ofOne).compatible()).isTrue();
        assertThat(Compatibility.check(ofOne, ofTwo).render()).contains("api#f › result: expected r, found r");
    }

    @Test
    void aTypeThatAFunctionMentionsMustBeThereByName() {
        assertThat(check("record r { a: u8 } f: func() -> r;", "record s { a: u8 } f: func() -> s;"))
                .isEqualTo("type r: expected record r, found nothing");
    }

    @Test
    void aTypeThatNoFunctionMentionsMayBeMissing() {
        assertThat(check("record r { a: u8 } f: func();", "f: func();")).isEmpty();
    }

    @Test
    void inAnInterfaceOfTypesEachMustBeThere() {
        assertThat(check("record r { a: u8 }", "f: func();")).isEqualTo("type r: expected record r, found nothing");
    }

    @Test
    void sharedTypesAreComparedOnce() {
        // Written out in full, t18 has 2^18 leaves; with both sides apart, each pair must be met once.
        StringBuilder types = new StringBuilder("record t0 { a: u8 }\n");
        for (int i = 1; i <= 18; i++) {
            types.append("record t%d { a: t%d, b: t%d }%n".formatted(i, i - 1, i - 1));
        }
        String body = types + "f: func(x: t18) -> t18;";
        assertThat(check(body, body)).isEmpty();
        CompatibilityReport report = Compatibility.check(api(body), api(body.replace("a: u8", "a: u16")));
        assertThat(report.mismatches()).hasSizeBetween(1, 100);
        assertThat(report.mismatches().getFirst().path())
                .first()
                .extracting(PathStep::text)
                .isEqualTo("api#f");
    }
}
