package dev.kubewasm.placement.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.LinkTraffic;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
    private static final InterfaceName CATALOG = name("example:pricing/catalog@1.2.0");
    private static final InterfaceName AUDIT = name("example:pricing/audit@1.2.0");
    private static final InterfaceName OTHER = name("other:thing/x");

    private static InterfaceName name(String text) {
        return InterfaceName.parse(text).orElseThrow();
    }

    private static <T> T valid(Parsed<T> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid<T>) parsed).value();
    }

    private static String problem(Parsed<?> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<?>) parsed).message();
    }

    @Test
    void oneLinkPolicyIsForAllImports() {
        LinkPolicies policies = valid(LinksAnnotation.parse("preferred"));

        assertThat(policies.of(CATALOG)).isEqualTo(LinkPolicy.PREFERRED);
        assertThat(policies.general()).isEqualTo(LinkPolicy.PREFERRED);
    }

    @Test
    void theMostExactLinkPolicyDecides() {
        LinkPolicies policies = valid(
                LinksAnnotation.parse(
                        "*=none, example:pricing/*=preferred, example:pricing/catalog=required, example:pricing/audit@9.0.0=none"));

        assertThat(policies.of(CATALOG)).isEqualTo(LinkPolicy.REQUIRED);
        assertThat(policies.of(AUDIT)).isEqualTo(LinkPolicy.PREFERRED);
        assertThat(policies.of(OTHER)).isEqualTo(LinkPolicy.NONE);
    }

    @Test
    void linksAreRequiredWhereNoPatternMatches() {
        assertThat(valid(LinksAnnotation.parse("example:pricing/catalog=none")).of(OTHER))
                .isEqualTo(LinkPolicy.REQUIRED);
    }

    @Test
    void pinsNameAWorkloadOfThisOrAnotherNamespace() {
        Pins pins = valid(ProvidersAnnotation.parse(
                "example:pricing/catalog=Deployment/catalog,other:thing/x=shared/statefulset/x"));

        assertThat(pins.of(CATALOG)).contains(new WorkloadPin(Optional.empty(), "deployment", "catalog"));
        assertThat(pins.of(OTHER)).contains(new WorkloadPin(Optional.of("shared"), "statefulset", "x"));
        assertThat(pins.of(AUDIT)).isEmpty();
    }

    @Test
    void consumersAreSelectedAndOtherNamespacesListed() {
        Consumers consumers =
                valid(ConsumersAnnotation.parse("tier in (web, api), !old, app!=test ; namespaces=shop, checkout"));

        assertThat(consumers.namespaces()).isEqualTo(Set.of("shop", "checkout"));
        assertThat(consumers.selector().matches(Map.of("tier", "web"))).isTrue();
        assertThat(consumers.selector().matches(Map.of("tier", "web", "old", "")))
                .isFalse();
        assertThat(consumers.selector().matches(Map.of("tier", "db"))).isFalse();
        assertThat(consumers.selector().matches(Map.of("tier", "api", "app", "test")))
                .isFalse();
        assertThat(valid(ConsumersAnnotation.parse("")).selector().matches(Map.of()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=shop|app=shop|true",
                "app==shop|app=other|false",
                "app|app=|true",
                "example.com/app notin (a)|x=y|true",
                "example.com/app notin (a)|example.com/app=a|false"
            })
    void labelSelectorsReadAsKubectlReadsThem(String selector, String label, boolean matches) {
        String[] pair = label.split("=", -1);

        assertThat(valid(ConsumersAnnotation.parse(selector)).selector().matches(Map.of(pair[0], pair[1])))
                .isEqualTo(matches);
    }

    @Test
    void hostInterfacesAreInterfacesAndPackages() {
        String value = "wasi:cli/environment@0.2.12,wasi:io@0.2.12";

        assertThat(HostInterfacesAnnotation.write(
                        valid(HostInterfacesAnnotation.parse(" wasi:cli/environment@0.2.12 , wasi:io@0.2.12"))))
                .isEqualTo(value);
    }

    @Test
    void theMostExactTrafficWeightDecides() {
        LinkTraffic traffic = valid(TrafficAnnotation.parse("*=2, example:pricing/catalog=40"));

        assertThat(traffic.of(CATALOG)).isEqualTo(40);
        assertThat(traffic.stated(OTHER)).contains(2);
        assertThat(valid(TrafficAnnotation.parse(" 5 ")).of(AUDIT)).isEqualTo(5);
        assertThat(valid(TrafficAnnotation.parse("other:thing/x=5")).of(AUDIT)).isEqualTo(1);
        assertThat(valid(TrafficAnnotation.parse("other:thing/x=5")).stated(AUDIT))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "10001", "-1", "x", "example:pricing/catalog=", "*=1,*=2", "pricing=3", "99999999999"})
    void trafficWeightsAreNumbersUpToALimit(String value) {
        assertThat(problem(TrafficAnnotation.parse(value))).startsWith("annotation kube-wasm/traffic: ");
    }

    @Test
    void aCostIsAWholeNumber() {
        assertThat(valid(NodeAnnotations.cost(Map.of("kube-wasm/cost", " 96 "))))
                .isEqualTo(96);
        assertThat(valid(NodeAnnotations.cost(Map.of()))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "0.096", "1000001", "12345678901234567890"})
    void aCostThatIsNoneIsTold(String value) {
        assertThat(problem(NodeAnnotations.cost(Map.of("kube-wasm/cost", value))))
                .startsWith("annotation kube-wasm/cost: ");
    }

    @Test
    void wasmFeaturesRoundTrip() {
        assertThat(WasmFeaturesAnnotation.write(valid(WasmFeaturesAnnotation.parse("simd,multi-memory"))))
                .isEqualTo("multi-memory,simd");
    }

    @Test
    void theOtherAnnotationsAreRead() {
        assertThat(valid(InstancesAnnotation.parse("4"))).isEqualTo(4);
        assertThat(valid(WitConfigMapAnnotation.parse("worlds/calc.wit")))
                .isEqualTo(new WitConfigMapAnnotation.Entry("worlds", "calc.wit"));
        assertThat(valid(WitAnnotation.parseWorld("my-world"))).isEqualTo("my-world");
        assertThat(WitAnnotation.keyFor("calc")).isEqualTo("kube-wasm.wit/calc");
    }

    @Test
    void whatIsNotThereHasItsDefault() {
        assertThat(valid(PodAnnotations.linkSettings(Map.of("other", "x")))).isEqualTo(LinkSettings.DEFAULT);
        assertThat(valid(NodeAnnotations.hostCapabilities(Map.of()))).isEqualTo(HostCapabilities.UNDECLARED);
    }

    @Test
    void allAnnotationsOfAnObjectAreReadTogether() {
        LinkSettings settings = valid(PodAnnotations.linkSettings(Map.of(
                LinksAnnotation.KEY, "none",
                ProvidersAnnotation.KEY, "a:b/c=pod/x",
                ConsumersAnnotation.KEY, "app=shop")));

        assertThat(settings.policies().general()).isEqualTo(LinkPolicy.NONE);
        assertThat(settings.pins().of(name("a:b/c"))).isPresent();
        assertThat(settings.consumers().selector().matches(Map.of())).isFalse();
        assertThat(problem(PodAnnotations.linkSettings(Map.of(LinksAnnotation.KEY, "maybe"))))
                .isEqualTo("annotation kube-wasm/links: 'maybe' is no policy: write required, preferred or none");
        assertThat(problem(NodeAnnotations.hostCapabilities(Map.of(HostInterfacesAnnotation.KEY, "wasi"))))
                .startsWith("annotation kube-wasm/host-interfaces: 'wasi' is neither");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "a:b/c=maybe", "a:b/c", "a:b/c=none,,", "a:b/c=none,a:b/c=required", "a:b/*@1.0.0=none"})
    void badLinks(String value) {
        assertThat(problem(LinksAnnotation.parse(value))).startsWith("annotation kube-wasm/links: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b/c",
                "a:b/c=catalog",
                "a:b/c=a/b/c/d",
                "*=pod/x",
                "a:b/c=p%d/x",
                "a:b/c=pod/X_",
                "a:b/c=pod/a,a:b/c=pod/b"
            })
    void badProviders(String value) {
        assertThat(problem(ProvidersAnnotation.parse(value))).startsWith("annotation kube-wasm/providers: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a in b",
                "a=b c",
                "=x",
                "a in (b",
                "a;namespaces=",
                "a;ns=b",
                "a;namespaces=B",
                "-a",
                "a=b@",
                "a>3"
            })
    void badConsumers(String value) {
        assertThat(problem(ConsumersAnnotation.parse(value))).startsWith("annotation kube-wasm/consumers: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1025", "two", "", "99999999999999999999"})
    void badInstances(String value) {
        assertThat(problem(InstancesAnnotation.parse(value))).startsWith("annotation kube-wasm/instances: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/b", "A/b", "a/", "a/b c"})
    void badConfigMapEntries(String value) {
        assertThat(problem(WitConfigMapAnnotation.parse(value))).startsWith("annotation kube-wasm/wit-configmap: ");
    }

    @Test
    void valuesThatAreMuchTooLongAreNotRead() {
        String huge = "a".repeat(Parsed.MAX_LENGTH + 1);

        for (Function<String, Parsed<?>> parser : java.util.List.<Function<String, Parsed<?>>>of(
                LinksAnnotation::parse,
                ProvidersAnnotation::parse,
                ConsumersAnnotation::parse,
                HostInterfacesAnnotation::parse,
                WasmFeaturesAnnotation::parse,
                WiringAnnotation::parse)) {
            assertThat(problem(parser.apply(huge))).contains("65537 characters");
        }
    }
}
