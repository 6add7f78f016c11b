package dev.secrets.store.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the module may know. */
@AnalyzeClasses(packages = "dev.secrets.store.jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule store_knowsTheSpiTheModelAndJdbc = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql",
                    "org.jspecify..",
                    "org.slf4j",
                    "org.postgresql",
                    "dev.secrets.model",
                    "dev.secrets.store",
                    "dev.secrets.store.jdbc");

    @ArchTest
    static final ArchRule driver_isNeededByTheListeningThreadAlone = noClasses()
            .that()
            .doNotHaveSimpleName("NotificationThread")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql");
}
