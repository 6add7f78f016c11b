package dev.secrets.rotation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: rotation knows the front door, and of each kind of rotator the others know nothing. */
@AnalyzeClasses(packages = "dev.secrets.rotation", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule packages_formNoCycle =
            slices().matching("dev.secrets.rotation.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rotation_knowsTheFrontDoorAndTheVocabulary = classes()
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("dev.secrets.."))
                    .or(resideInAnyPackage(
                            "dev.secrets", "dev.secrets.model", "dev.secrets.credentials", "dev.secrets.rotation..")));

    @ArchTest
    static final ArchRule rotators_knowTheSpiAndNotOneAnother =
            slices().matching("dev.secrets.rotation.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule spi_needsNoClientLibrary = classes()
            .that()
            .resideInAPackage("dev.secrets.rotation")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.secrets..", "org.slf4j..", "org.jspecify.."));

    /** A driver's message may quote a statement, a server's a token. */
    @ArchTest
    static final ArchRule rotators_logNothing = noClasses()
            .that()
            .resideInAnyPackage("dev.secrets.rotation.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");
}
