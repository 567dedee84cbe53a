package dev.kubewasm.node.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of the application. */
@AnalyzeClasses(packages = "dev.kubewasm.node", importOptions = ImportOption.DoNotIncludeTests.class)
class LayerRulesTest {
    @ArchTest
    static final ArchRule theClientAdapterAndTheIdentityKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage("dev.kubewasm.node.app.kubernetes..", "dev.kubewasm.node.app.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.micrometer..", "io.vertx..");

    @ArchTest
    static final ArchRule onlyTheIdentityUsesBouncyCastle = noClasses()
            .that()
            .resideOutsideOfPackage("dev.kubewasm.node.app.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule theLibraryKnowsNothingOfTheApplication = noClasses()
            .that()
            .resideOutsideOfPackage("dev.kubewasm.node.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kubewasm.node.app..", "io.fabric8.kubernetes.client..", "io.vertx..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.kubewasm.node.(**)").should().beFreeOfCycles();
}
