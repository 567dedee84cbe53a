package dev.kubewasm.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of the scheduler. */
@AnalyzeClasses(packages = "dev.kubewasm.scheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class LayerRulesTest {
    private static final String PORT = "dev.kubewasm.scheduler.port..";
    private static final String CORE = "dev.kubewasm.scheduler.core..";

    @ArchTest
    static final ArchRule noApiClientAndNoFrameworkInTheLibrary = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.quarkus..", "jakarta..", "io.vertx..");

    /** The configuration has some, too: added affinity is written as in a Pod. */
    @ArchTest
    static final ArchRule kubernetesObjectsOnlyInTheirTranslation = noClasses()
            .that()
            .resideOutsideOfPackages("dev.kubewasm.scheduler.kubernetes..", "dev.kubewasm.scheduler.configuration..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule theCoreKnowsPortsAlone = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.kubewasm.scheduler.kubernetes..",
                    "dev.kubewasm.scheduler.oci..",
                    "dev.kubewasm.scheduler.component..",
                    "dev.kubewasm.scheduler.configuration..",
                    "java.io..",
                    "java.nio..",
                    "java.net..");

    @ArchTest
    static final ArchRule thePortsKnowNoLayer = noClasses()
            .that()
            .resideInAPackage(PORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    CORE,
                    "dev.kubewasm.scheduler.kubernetes..",
                    "dev.kubewasm.scheduler.oci..",
                    "dev.kubewasm.scheduler.component..",
                    "dev.kubewasm.scheduler.configuration..");

    @ArchTest
    static final ArchRule noClockAndNoChanceOfItsOwn = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.kubewasm.scheduler.(*)..").should().beFreeOfCycles();
}
