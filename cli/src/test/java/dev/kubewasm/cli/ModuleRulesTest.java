package dev.kubewasm.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Map;
import java.util.Set;

/** The rules between modules and layers, on the production classes of all modules. */
@AnalyzeClasses(packages = "dev.kubewasm", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    /** Each module, and those it may import; what isn't named here is forbidden. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            "wit", Set.of(),
            "component", Set.of("wit"),
            "placement", Set.of("wit", "component"),
            "runtime", Set.of("wit", "component"),
            "scheduler", Set.of("wit", "component", "placement"),
            "node", Set.of("wit", "component", "placement", "runtime", "scheduler"),
            "simulations", Set.of("wit", "component", "placement", "scheduler"),
            "cli", Set.of("wit", "component", "placement", "runtime", "scheduler", "node", "simulations"));

    /** Snapshot in, decisions out: what the scheduler, the simulator and the embedded cluster share. */
    private static final String[] DECISION_CORE = {
        "dev.kubewasm.placement..", "dev.kubewasm.scheduler.core..", "dev.kubewasm.scheduler.framework.."
    };

    private static final String[] KUBERNETES = {"io.fabric8..", "io.quarkus..", "jakarta.."};

    @ArchTest
    static void modulesImportOnlyThoseAbove(JavaClasses all) {
        MAY_IMPORT.forEach((module, imported) -> {
            String[] others = MAY_IMPORT.keySet().stream()
                    .filter(other -> !other.equals(module) && !imported.contains(other))
                    .map(ModuleRulesTest::packagesOf)
                    .toArray(String[]::new);
            if (others.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(packagesOf(module))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .because("module " + module + " may import only " + imported)
                        .check(all);
            }
        });
    }

    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses all) {
        assertThat(MAY_IMPORT.keySet())
                .allSatisfy(module -> assertThat(all.that(resideInAnyPackage(packagesOf(module))))
                        .as(module)
                        .isNotEmpty());
        assertThat(all.that(resideOutsideOfPackages(MAY_IMPORT.keySet().stream()
                                .map(ModuleRulesTest::packagesOf)
                                .toArray(String[]::new))
                        .and(resideOutsideOfPackages("dev.kubewasm.testkit.."))))
                .as("classes in no module")
                .isEmpty();
    }

    @ArchTest
    static final ArchRule noTestCodeInProduction = noClasses()
            .that()
            .resideOutsideOfPackage("dev.kubewasm.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kubewasm.testkit..", "org.junit..", "org.assertj..", "org.mockito..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.kubewasm.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDecisionCoreKnowsNoCluster = noClasses()
            .that()
            .resideInAnyPackage(DECISION_CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES);

    @ArchTest
    static void eachPartOfTheDecisionCoreIsLookedAt(JavaClasses all) {
        assertThat(DECISION_CORE)
                .allSatisfy(part ->
                        assertThat(all.that(resideInAnyPackage(part))).as(part).isNotEmpty());
    }

    @ArchTest
    static final ArchRule theDecisionCoreIsDeterministic = noClasses()
            .that()
            .resideInAnyPackage(DECISION_CORE)
            .should()
            .callCodeUnitWhere(readsTheWorld())
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .because("the same snapshot and seed must give the same decision: time and randomness are handed in");

    @ArchTest
    static final ArchRule theRuntimeIsEmbeddable = noClasses()
            .that()
            .resideInAPackage("dev.kubewasm.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KUBERNETES);

    @ArchTest
    static final ArchRule onlyTheParserUsesAntlr = usedOnlyBy("org.antlr..", "dev.kubewasm.wit..");

    @ArchTest
    static final ArchRule onlyPlacementUsesTimefold = usedOnlyBy("ai.timefold..", "dev.kubewasm.placement..");

    @ArchTest
    static final ArchRule onlyTheRuntimeUsesAnEngine = usedOnlyBy("run.endive..", "dev.kubewasm.runtime..");

    @ArchTest
    static final ArchRule onlyTheCommandUsesPicocli = usedOnlyBy("picocli..", "dev.kubewasm.cli..");

    @ArchTest
    static final ArchRule noJavaUtilLogging = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule onlyTheCommandPrints = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.kubewasm.wit..",
                    "dev.kubewasm.component..",
                    "dev.kubewasm.placement..",
                    "dev.kubewasm.runtime..",
                    "dev.kubewasm.scheduler..",
                    "dev.kubewasm.node..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    private static ArchRule usedOnlyBy(String library, String user) {
        return classes()
                .that(new DescribedPredicate<>("depend on " + library) {
                    @Override
                    public boolean test(JavaClass candidate) {
                        return candidate.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency ->
                                        resideInAnyPackage(library).test(dependency.getTargetClass()));
                    }
                })
                .should()
                .resideInAPackage(user);
    }

    private static DescribedPredicate<JavaCall<?>> readsTheWorld() {
        return new DescribedPredicate<>("read the clock, the environment or unseeded randomness") {
            @Override
            public boolean test(JavaCall<?> call) {
                String owner = call.getTargetOwner().getFullName();
                String name = call.getName();
                boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
                return switch (owner) {
                    case "java.lang.System" ->
                        Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty")
                                .contains(name);
                    case "java.lang.Math" -> name.equals("random");
                    case "java.lang.Thread" -> name.equals("sleep");
                    case "java.util.UUID" -> name.equals("randomUUID");
                    case "java.util.Random", "java.util.SplittableRandom" -> name.equals("<init>") && noArguments;
                    case "java.security.SecureRandom" -> true;
                    case "java.time.Clock" -> name.startsWith("system");
                    default -> owner.startsWith("java.time.") && name.equals("now") && !takesClock(call);
                };
            }
        };
    }

    private static boolean takesClock(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream()
                .anyMatch(type -> type.getFullName().equals("java.time.Clock"));
    }

    private static String packagesOf(String module) {
        return "dev.kubewasm." + module + "..";
    }
}
