package dev.secrets.cli;

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

/** Who may know whom: command line and endpoint know nothing of each other, and neither knows the engine's insides. */
@AnalyzeClasses(packages = "dev.secrets.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule packages_formNoCycle =
            slices().matching("dev.secrets.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule module_knowsTheFrontDoorsAlone = classes()
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("dev.secrets.."))
                    .or(resideInAnyPackage(
                            "dev.secrets",
                            "dev.secrets.model",
                            "dev.secrets.store",
                            "dev.secrets.keys",
                            "dev.secrets.policy",
                            "dev.secrets.audit",
                            "dev.secrets.maintenance",
                            "dev.secrets.wire",
                            "dev.secrets.store.file",
                            "dev.secrets.store.jdbc",
                            "dev.secrets.rotation..",
                            "dev.secrets.cli..")));

    @ArchTest
    static final ArchRule commands_knowNoEndpoint = noClasses()
            .that()
            .resideInAnyPackage("dev.secrets.cli.operation..", "dev.secrets.cli.admin..", "dev.secrets.cli.output..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.secrets.cli.endpoint..", "io.netty..");

    @ArchTest
    static final ArchRule http_isTheEndpointsAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.secrets.cli.endpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");
}
