package dev.secrets.store.file;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: the store knows all, the index the format, format and file system nobody. */
@AnalyzeClasses(packages = "dev.secrets.store.file", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.secrets.store.file";
    private static final String[] PLATFORM_AND_SPI = {
        "java..", "javax.crypto..", "org.jspecify..", "org.slf4j..", "dev.secrets.store", "dev.secrets.model"
    };

    @ArchTest
    static final ArchRule store_knowsTheSpiAndTheModel = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(PLATFORM_AND_SPI).or(resideInAnyPackage(ROOT + "..")));

    @ArchTest
    static final ArchRule format_knowsNoOtherPart = noClasses()
            .that()
            .resideInAPackage(ROOT + ".format")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".index", ROOT + ".fs");

    @ArchTest
    static final ArchRule index_knowsTheFormatAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".index")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".fs");

    @ArchTest
    static final ArchRule fs_knowsThePlatformAlone = classes()
            .that()
            .resideInAPackage(ROOT + ".fs")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", ROOT + ".fs"));

    /** The tests put another file system beneath the store: what went past it would not be tested. */
    @ArchTest
    static final ArchRule files_areTouchedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".fs")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.FileChannel")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files");

    @ArchTest
    static final ArchRule digests_areComparedInConstantTime = noClasses()
            .that()
            .haveNameMatching(".*\\.(Chain.*|HeadSlot|CurrentPointer|GenerationEndBody)")
            .should()
            .callMethod(java.util.Arrays.class, "equals", byte[].class, byte[].class);

    @ArchTest
    static final ArchRule theStoresOwnClasses_arePackagePrivate = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .areTopLevelClasses()
            .and()
            .haveSimpleNameNotEndingWith("package-info")
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .notBePublic()
            .orShould()
            .haveNameMatching(".*\\.(FileSecretStore|FileStoreOptions|Salvage)");
}
