package dev.kubewasm.scheduler.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of the application. */
@AnalyzeClasses(packages = "dev.kubewasm.scheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class LayerRulesTest {
    @ArchTest
    static final ArchRule theClientAdapterKnowsNoFramework = noClasses()
            .that()
            .resideInAPackage("dev.kubewasm.scheduler.app.kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.micrometer..", "dev.kubewasm.scheduler.core..");

    @ArchTest
    static final ArchRule theLibraryKnowsNothingOfTheApplication = noClasses()
            .that()
            .resideOutsideOfPackage("dev.kubewasm.scheduler.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.kubewasm.scheduler.app..");
}
