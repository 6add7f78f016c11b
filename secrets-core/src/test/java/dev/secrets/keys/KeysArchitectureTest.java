package dev.secrets.keys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Registry;
import com.google.crypto.tink.RegistryConfiguration;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

@AnalyzeClasses(packagesOf = KeyManager.class, importOptions = DoNotIncludeTests.class)
final class KeysArchitectureTest {
    @ArchTest
    static final ArchRule KEYS_NEVER_LEAVE_TINK_IN_THE_CLEAR =
            noClasses().should().dependOnClassesThat().areAssignableTo(InsecureSecretKeyAccess.class);

    @ArchTest
    static final ArchRule NOTHING_GOES_THROUGH_TINKS_GLOBAL_REGISTRY =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Registry.class, RegistryConfiguration.class);

    @ArchTest
    static final ArchRule DIGESTS_ARE_COMPARED_IN_CONSTANT_TIME =
            noClasses().should().callMethod(Arrays.class, "equals", byte[].class, byte[].class);
}
