package dev.secrets;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who may know whom. An arrow that is not here is a question about the design, not about this test. */
@AnalyzeClasses(packages = "dev.secrets", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.secrets";

    /** For each package the packages of this project that it may know, besides itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("store", Set.of("model")),
            Map.entry("keys", Set.of("model", "store")),
            Map.entry("policy", Set.of("model")),
            Map.entry("audit", Set.of("model")),
            Map.entry("schedule", Set.of("model")),
            Map.entry("credentials", Set.of("model")),
            Map.entry("state", Set.of("model", "store", "schedule")),
            Map.entry("listing", Set.of("model", "state")),
            Map.entry("engine", Set.of("model", "store", "keys", "policy", "audit", "state")),
            Map.entry(
                    "operations",
                    Set.of(
                            "model",
                            "store",
                            "keys",
                            "policy",
                            "schedule",
                            "credentials",
                            "state",
                            "listing",
                            "engine")),
            Map.entry("replication", Set.of("model", "store", "state", "engine")),
            Map.entry("maintenance", Set.of("model", "keys")),
            Map.entry(
                    "jobs", Set.of("model", "store", "keys", "audit", "state", "engine", "operations", "maintenance")),
            Map.entry("wire", Set.of("", "model")));

    @ArchTest
    static final ArchRule packages_formNoCycle =
            slices().matching("dev.secrets.(**)").should().beFreeOfCycles();

    @ArchTest
    static void packages_knowOnlyTheirNeighbours(com.tngtech.archunit.core.domain.JavaClasses all) {
        ARROWS.forEach((name, mayKnow) -> classes()
                .that()
                .resideInAPackage(packageOf(name))
                .should()
                .onlyDependOnClassesThat(outsideProject().or(resideInAnyPackage(allowed(name, mayKnow))))
                .allowEmptyShould(true)
                .check(all));
    }

    private static String[] allowed(String name, Set<String> mayKnow) {
        return Stream.concat(Stream.of(name), mayKnow.stream())
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
    }

    private static String packageOf(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static DescribedPredicate<JavaClass> outsideProject() {
        return DescribedPredicate.not(resideInAPackage("dev.secrets.."));
    }

    @ArchTest
    static final ArchRule model_needsTheJdkAlone = classes()
            .that()
            .resideInAPackage("dev.secrets.model")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.secrets.model", "org.jspecify.."));

    @ArchTest
    static final ArchRule jackson_staysBehindTheApi = noClasses()
            .that()
            .resideInAnyPackage("dev.secrets", "dev.secrets.model", "dev.secrets.store", "dev.secrets.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule tink_staysInTheKeys = noClasses()
            .that()
            .resideOutsideOfPackage("dev.secrets.keys")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.crypto.tink..");

    @ArchTest
    static final ArchRule protobuf_staysInTheState = noClasses()
            .that()
            .resideOutsideOfPackage("dev.secrets.state")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.protobuf..");

    @ArchTest
    static final ArchRule digests_areComparedInConstantTime = noClasses()
            .that()
            .resideInAnyPackage("dev.secrets.keys", "dev.secrets.engine", "dev.secrets.state", "dev.secrets.audit")
            .should()
            .callMethod(java.util.Arrays.class, "equals", byte[].class, byte[].class);
}
