package dev.secrets;

import static dev.secrets.Policies.document;
import static dev.secrets.Policies.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.audit.AuditJournalVerifier;
import dev.secrets.audit.JournalAuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.KeyMaterial;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.KeyState;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.KeyDestruction;
import dev.secrets.maintenance.KeyReference;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.MalformedPolicyDocumentException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.FaultySecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyAdministrationTest {
    private static final String KEY = "alias/app";
    private static final Duration SETTLED = Duration.ofMinutes(3);

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final KeyAdministration keys = secrets.keys();

    private void createUnder(String keyId, String name, String value) {
        secrets.createSecret(new CreateSecretRequest(name).kmsKeyId(keyId).secretString(value));
    }

    private void reencryptAll() {
        secrets.reencrypt(ReencryptionOptions.defaults(), progress -> {});
    }

    // Making

    @Test
    void createKey_new_isThereAndEnabled() {
        KeyMetadata made = keys.createKey(KEY, "of the app");

        assertThat(made.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(made.description()).isEqualTo("of the app");
        assertThat(made.creationDate()).isEqualTo(fixture.clock.instant());
        assertThat(made.materials()).singleElement().matches(KeyMaterial::current);
        assertThat(keys.describeKey(KEY)).isEqualTo(made);
        assertThat(keys.listKeys()).contains(made);
    }

    @Test
    void createKey_existing_isRefused() {
        createUnder(KEY, "app", "value");

        for (String taken : List.of(KEY, "aws/secretsmanager", "alias/aws/secretsmanager", "", "#metadata")) {
            assertThatThrownBy(() -> keys.createKey(taken, "")).isInstanceOf(ResourceExistsException.class);
        }
    }

    private KeyAdministration administrationOn(SecretStore store) {
        TinkKeyManager own = new TinkKeyManager(store, fixture.rootKey);
        return new EmbeddedSecretsManager(store, own, IdentityPolicies.none(), fixture.trail::add, fixture.options)
                .keys();
    }

    @Test
    void updateKeyDescription_replacesItAndNothingElse() {
        KeyMetadata before = keys.createKey(KEY, "of the app");

        KeyMetadata after = keys.updateKeyDescription(KEY, "of the other app");

        assertThat(after.description()).isEqualTo("of the other app");
        assertThat(after.materials()).isEqualTo(before.materials());
        assertThat(keys.describeKey(KEY)).isEqualTo(after);
    }

    /** The store made the change and could not say so. */
    @Test
    void change_ofWhichTheStoreCannotTell_isMadeOnce() {
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        KeyAdministration administration = administrationOn(store);

        store.loseCommitAnswer(1);
        assertThat(administration.createKey(KEY, "of the app").description()).isEqualTo("of the app");
        store.loseCommitAnswer(1);
        assertThat(administration.rotateKey(KEY).materials()).hasSize(2);
        store.loseCommitAnswer(1);
        assertThat(administration.scheduleKeyDeletion(KEY, 7).keyState()).isEqualTo(KeyState.PENDING_DELETION);
        store.loseCommitAnswer(1);
        assertThat(administration.cancelKeyDeletion(KEY).keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(store.faultsLeft()).isFalse();
    }

    @Test
    void question_whenTheStoreFails_isToldLikeThatOfAnOperation() {
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        KeyAdministration administration = administrationOn(store);

        for (ThrowingCallable question : List.<ThrowingCallable>of(
                administration::listKeys,
                () -> administration.describeKey("aws/secretsmanager"),
                () -> administration.references("aws/secretsmanager"))) {
            store.failCall(1, new StoreUnavailableException("Down", true));
            assertThatThrownBy(question).isInstanceOf(InternalServiceErrorException.class);
        }
    }

    @Test
    void change_thatEndsWithAnError_leavesItsOutcome() {
        AssertionError defect = new AssertionError("A planned defect");
        secrets.createSecret("app", "value");
        keys.rotateKey("aws/secretsmanager");

        assertThatThrownBy(
                        () -> secrets.reencrypt(ReencryptionOptions.defaults().batchSize(1), progress -> {
                            throw defect;
                        }))
                .isSameAs(defect);

        assertThat(fixture.trail)
                .filteredOn(event -> event.eventName().equals("Reencrypt"))
                .extracting(event -> event.phase() + event.errorCode().orElse(""))
                .containsExactly("INTENT", "OUTCOMEInternalServiceError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#mine", "a\nb", "ключ"})
    void createKey_idThatIsNone_isRefused(String keyId) {
        assertThatThrownBy(() -> keys.createKey(keyId, "")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void describeKey_missing_isRefused() {
        assertThatThrownBy(() -> keys.describeKey("alias/none")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> keys.rotateKey("alias/none")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> keys.disableKey("alias/none")).isInstanceOf(ResourceNotFoundException.class);
    }

    // Rotating

    @Test
    void rotateKey_valuesBeforeAndAfter_open() {
        createUnder(KEY, "before", "one");

        KeyMetadata rotated = keys.rotateKey(KEY);
        createUnder(KEY, "after", "two");

        assertThat(rotated.materials()).hasSize(2);
        assertThat(materialsOf(KEY, "before"))
                .containsExactly(rotated.materials().get(0).keyMaterialId());
        assertThat(materialsOf(KEY, "after"))
                .containsExactly(rotated.currentMaterial().keyMaterialId());
        assertThat(fixture.value("before")).isEqualTo("one");
        assertThat(fixture.value("after")).isEqualTo("two");
    }

    /** Returns the materials that the values of a secret are under. */
    private List<String> materialsOf(String keyId, String name) {
        return keys.references(keyId).stream()
                .filter(reference ->
                        reference.name().equals(name) && reference.versionId().isPresent())
                .map(reference -> reference.key().keyMaterialId())
                .toList();
    }

    @Test
    void rotateDueKeys_byAge_rotatesThoseThatAreDue() {
        keys.createKey(KEY, "");
        keys.enableKeyRotation(KEY, 90);

        fixture.clock.advance(Duration.ofDays(89));
        assertThat(keys.rotateDueKeys()).isEmpty();
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(keys.rotateDueKeys()).extracting(KeyMetadata::keyId).containsExactly(KEY);
        assertThat(keys.rotateDueKeys()).isEmpty();

        keys.disableKeyRotation(KEY);
        fixture.clock.advance(Duration.ofDays(900));
        assertThat(keys.rotateDueKeys()).isEmpty();
    }

    @Test
    void enableKeyRotation_periodOutOfBounds_isRefused() {
        for (int days : List.of(0, 89, 2561)) {
            assertThatThrownBy(() -> keys.enableKeyRotation("aws/secretsmanager", days))
                    .isInstanceOf(InvalidParameterException.class);
        }
    }

    @Test
    void rotateKey_ofMetadata_movesRecordsByReencryption() {
        fixture.create("app", "value");
        keys.rotateKey("#metadata");
        fixture.clock.advance(SETTLED);

        reencryptAll();
        KeyDestruction destruction = keys.destroyFormerMaterials("#metadata");

        assertThat(destruction.keyMaterialIds()).hasSize(1);
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Test
    void rotateKey_ofTheAuditTrail_trailGoesOnAndVerifies(@TempDir Path directory) {
        TinkKeyManager elsewhere = new TinkKeyManager(fixture.store, fixture.rootKey);
        Path trail = directory.resolve("trail");
        try (JournalAuditListener journal = new JournalAuditListener(trail, fixture.keys.auditMac());
                EmbeddedSecretsManager audited = new EmbeddedSecretsManager(
                        fixture.store, fixture.keys, IdentityPolicies.none(), journal, fixture.options)) {
            audited.createSecret("before", "a");
            audited.keys().rotateKey("#audit");
            audited.createSecret("after", "b");
            assertThat(audited.verify(VerificationOptions.defaults().auditJournal(trail))
                            .isClean())
                    .isTrue();
        }

        assertThat(new AuditJournalVerifier(fixture.keys.auditMac())
                        .verify(trail)
                        .isIntact())
                .isTrue();
        assertThat(new AuditJournalVerifier(elsewhere.auditMac()).verify(trail).isIntact())
                .isTrue();
        assertThat(keysOfLines(trail))
                .hasSize(2)
                .endsWith(keys.describeKey("#audit").currentMaterial().keyMaterialId());
    }

    private static Set<String> keysOfLines(Path trail) {
        Set<String> keys = new LinkedHashSet<>();
        try (Stream<Path> files = Files.list(trail)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    keys.add(line.replaceAll(".*,\"key\":\"([0-9a-f]{8})\".*", "$1"));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return keys;
    }

    @Test
    void rotateKey_ofCheckpoints_formerManifestsAreRead(@TempDir Path directory) {
        fixture.create("app", "value");
        Path manifest = directory.resolve("manifest");
        secrets.checkpoint(manifest);

        keys.rotateKey("#checkpoint");

        assertThat(secrets.verify(VerificationOptions.defaults().checkpoint(manifest))
                        .isClean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#audit", "#checkpoint"})
    void destroyFormerMaterials_thatVerifyWhatLiesOutside_isRefused(String keyId, @TempDir Path directory) {
        secrets.checkpoint(directory.resolve("manifest"));
        keys.rotateKey(keyId);
        fixture.clock.advance(SETTLED);

        assertThatThrownBy(() -> keys.destroyFormerMaterials(keyId)).isInstanceOf(InvalidRequestException.class);
        assertThat(keys.describeKey(keyId).materials()).hasSize(2);
    }

    // Out of use

    @Test
    @Tag("SEC-04")
    void disableKey_readingAndWriting_areRefusedUntilItIsEnabled() {
        createUnder(KEY, "app", "value");

        keys.disableKey(KEY);

        assertThatThrownBy(() -> secrets.getSecretValue("app")).isInstanceOf(DecryptionFailureException.class);
        assertThatThrownBy(() -> secrets.putSecretValue("app", "new")).isInstanceOf(EncryptionFailureException.class);
        assertThatThrownBy(() -> createUnder(KEY, "other", "value")).isInstanceOf(EncryptionFailureException.class);
        keys.enableKey(KEY);
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Test
    void retireKey_valuesOpenAndNewOnesAreRefused() {
        createUnder(KEY, "app", "value");

        keys.retireKey(KEY);

        assertThat(fixture.value("app")).isEqualTo("value");
        assertThatThrownBy(() -> secrets.putSecretValue("app", "new")).isInstanceOf(EncryptionFailureException.class);
    }

    @Test
    void scheduleKeyDeletion_thenCancel_leavesTheKeyDisabled() {
        createUnder(KEY, "app", "value");

        KeyMetadata doomed = keys.scheduleKeyDeletion(KEY, 7);

        assertThat(doomed.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(doomed.deletionDate()).contains(fixture.clock.instant().plus(Duration.ofDays(7)));
        assertThatThrownBy(() -> secrets.getSecretValue("app")).isInstanceOf(DecryptionFailureException.class);
        assertThatThrownBy(() -> keys.enableKey(KEY)).isInstanceOf(InvalidRequestException.class);
        assertThat(keys.cancelKeyDeletion(KEY).keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(keys.enableKey(KEY).keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Test
    void scheduleKeyDeletion_windowOutOfBounds_isRefused() {
        keys.createKey(KEY, "");
        for (int days : List.of(6, 31)) {
            assertThatThrownBy(() -> keys.scheduleKeyDeletion(KEY, days)).isInstanceOf(InvalidParameterException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws/secretsmanager", "", "#metadata", "#audit", "#page-token", "#access-key"})
    void keysOfTheStore_takenOutOfUse_isRefused(String keyId) {
        assertThatThrownBy(() -> keys.retireKey(keyId)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> keys.disableKey(keyId)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> keys.scheduleKeyDeletion(keyId, 7)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> keys.destroyKey(keyId)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> keys.destroyKeyAndLoseWhatIsUnderIt(keyId))
                .isInstanceOf(InvalidRequestException.class);
    }

    // Destroying

    @Test
    void destroyKey_retiredAndMovedAway_losesNothing() {
        createUnder(KEY, "app", "value");
        keys.retireKey(KEY);
        fixture.clock.advance(SETTLED);

        secrets.reencrypt(
                ReencryptionOptions.defaults().sourceKeyId(KEY).destinationKeyId("alias/new"), progress -> {});
        KeyDestruction destruction = keys.destroyKey(KEY);

        assertThat(destruction.lost()).isEmpty();
        assertThat(fixture.value("app")).isEqualTo("value");
        assertThat(secrets.describeSecret("app").kmsKeyId()).contains("alias/new");
        assertThatThrownBy(() -> keys.describeKey(KEY)).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void destroyKey_somethingUnderIt_isRefusedAndNamesIt() {
        createUnder(KEY, "app", "value");
        keys.disableKey(KEY);
        fixture.clock.advance(SETTLED);

        assertThatThrownBy(() -> keys.destroyKey(KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("app");
        keys.enableKey(KEY);
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Test
    void destroyKey_secretWithoutValueNamesIt_isRefused() {
        secrets.createSecret(new CreateSecretRequest("empty").kmsKeyId(KEY));
        keys.retireKey(KEY);
        fixture.clock.advance(SETTLED);

        assertThatThrownBy(() -> keys.destroyKey(KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void destroyKey_tooEarlyOrInUse_isRefused() {
        keys.createKey(KEY, "");
        assertThatThrownBy(() -> keys.destroyKey(KEY)).isInstanceOf(InvalidRequestException.class);

        keys.retireKey(KEY);
        assertThatThrownBy(() -> keys.destroyKey(KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("before");

        keys.scheduleKeyDeletion(KEY, 7);
        fixture.clock.advance(SETTLED);
        assertThatThrownBy(() -> keys.destroyKey(KEY)).isInstanceOf(InvalidRequestException.class);
        fixture.clock.advance(Duration.ofDays(7));
        assertThat(keys.destroyKey(KEY).keyMaterialIds()).hasSize(1);
    }

    @Test
    void destroyKey_retiredAgain_doesNotBeginItsTimeAnew() {
        keys.createKey(KEY, "");
        keys.retireKey(KEY);
        fixture.clock.advance(SETTLED);
        keys.retireKey(KEY);

        assertThat(keys.destroyKey(KEY).lost()).isEmpty();
    }

    @Test
    void destroyKey_byForce_namesWhatIsLost() {
        createUnder(KEY, "app", "value");
        fixture.create("other", "kept");
        keys.retireKey(KEY);
        fixture.clock.advance(SETTLED);
        assertThatThrownBy(() -> keys.destroyKeyAndLoseWhatIsUnderIt(KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be disabled");
        keys.disableKey(KEY);
        fixture.clock.advance(SETTLED);

        KeyDestruction destruction = keys.destroyKeyAndLoseWhatIsUnderIt(KEY);

        assertThat(destruction.lost()).extracting(KeyReference::name).containsOnly("app");
        assertThatThrownBy(() -> secrets.getSecretValue("app")).isInstanceOf(DecryptionFailureException.class);
        assertThat(fixture.value("other")).isEqualTo("kept");
    }

    @Test
    void destroyedKey_namedByAWrite_isNotMadeAnewButByCreateKey() {
        keys.createKey(KEY, "");
        keys.retireKey(KEY);
        fixture.clock.advance(SETTLED);
        keys.destroyKey(KEY);

        assertThatThrownBy(() -> createUnder(KEY, "app", "value")).isInstanceOf(EncryptionFailureException.class);
        keys.createKey(KEY, "again");
        createUnder(KEY, "app", "value");
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Test
    void destroyFormerMaterials_onlyWhatNothingIsUnder_isDestroyed() {
        createUnder(KEY, "stays", "one");
        KeyMetadata second = keys.rotateKey(KEY);
        KeyMetadata third = keys.rotateKey(KEY);
        assertThatThrownBy(() -> keys.destroyFormerMaterials(KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("before");
        fixture.clock.advance(SETTLED);

        KeyDestruction destruction = keys.destroyFormerMaterials(KEY);

        assertThat(destruction.keyMaterialIds())
                .containsExactly(second.currentMaterial().keyMaterialId());
        assertThat(keys.describeKey(KEY).materials()).hasSize(2);
        assertThat(fixture.value("stays")).isEqualTo("one");

        reencryptAll();
        assertThat(keys.destroyFormerMaterials(KEY).keyMaterialIds()).hasSize(1);
        assertThat(keys.describeKey(KEY).materials()).containsExactly(third.currentMaterial());
        assertThat(fixture.value("stays")).isEqualTo("one");
    }

    @Test
    void destroyFormerMaterials_metadataUnreadable_keepsWhatItsValuesNeed() {
        createUnder(KEY, "damaged", "one");
        keys.rotateKey(KEY);
        fixture.clock.advance(SETTLED);
        Damage.metadata(fixture.store, "damaged");
        fixture.expectDamaged("damaged");

        assertThat(keys.destroyFormerMaterials(KEY).keyMaterialIds()).isEmpty();
        assertThat(keys.references(KEY)).extracting(KeyReference::name).containsExactly("damaged");
    }

    // Policies

    @Tag("S1")
    @Test
    void keyOfItsOwn_callerWithoutPermissionToIt_isRefused() {
        createUnder(KEY, "app", "value");
        SecretsManager caller = caller("{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}");

        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> caller.getSecretValue("app"));
        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> caller.putSecretValue("app", "new"));
        fixture.assertRefused(
                "AccessDeniedException",
                NO_KMS,
                () -> caller.createSecret(new CreateSecretRequest("new").kmsKeyId(KEY)));
        assertThat(caller.describeSecret("app").kmsKeyId()).contains(KEY);
    }

    private static final String NO_KMS = "Access to KMS is not allowed";

    private SecretsManager caller(String... statements) {
        return fixture.with(Policies.of(Policies.APP, statements), fixture.options)
                .as(CallerIdentity.of(Policies.APP));
    }

    @Tag("S1")
    @Test
    void keyOfItsOwn_identityPolicyAllowsIt_isUsed() {
        createUnder(KEY, "app", "value");
        String arn = keys.arn(KEY);
        SecretsManager reader = caller(
                "{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'" + arn + "'}");
        SecretsManager writer = caller(
                "{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}",
                "{'Effect':'Allow','Action':['kms:Decrypt','kms:GenerateDataKey'],'Resource':'" + arn + "'}");

        assertThat(arn).isEqualTo("arn:aws:kms:us-east-1:000000000000:alias/app");
        assertThat(reader.getSecretValue("app").secretString()).contains("value");
        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> reader.putSecretValue("app", "new"));
        assertThat(writer.putSecretValue("app", "new").versionStages()).containsExactly("AWSCURRENT");
    }

    @Tag("S1")
    @Test
    void keyOfItsOwn_keyPolicyAllowsIt_isUsed() {
        createUnder(KEY, "app", "value");
        SecretsManager caller = caller("{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}");

        keys.putKeyPolicy(KEY, document(statement("Allow", Policies.APP, "kms:Decrypt")));
        assertThat(caller.getSecretValue("app").secretString()).contains("value");

        keys.deleteKeyPolicy(KEY);
        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> caller.getSecretValue("app"));
    }

    @Test
    void keyOfItsOwn_conditionsOnTheUse_areMet() {
        createUnder(KEY, "app", "value");
        createUnder(KEY, "other", "value");
        SecretsManager caller = caller(
                "{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*','Condition':{'StringEquals':{"
                        + "'kms:ViaService':'secretsmanager.us-east-1.amazonaws.com',"
                        + "'kms:EncryptionContext:SecretARN':'" + fixture.arn("app") + "'}}}");

        assertThat(caller.getSecretValue("app").secretString()).contains("value");
        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> caller.getSecretValue("other"));
    }

    @Test
    void keyOfItsOwn_explicitDenial_bindsTheOwner() {
        createUnder(KEY, "app", "value");

        keys.putKeyPolicy(KEY, document(statement("Deny", "*", "kms:Decrypt")));

        fixture.assertRefused("AccessDeniedException", NO_KMS, () -> secrets.getSecretValue("app"));
        keys.deleteKeyPolicy(KEY);
        assertThat(fixture.value("app")).isEqualTo("value");
    }

    @Tag("S1")
    @Test
    void defaultKey_callerWithoutPermissionToKeys_isServed() {
        fixture.create("app", "value");
        SecretsManager caller = caller("{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}");

        assertThat(caller.getSecretValue("app").secretString()).contains("value");
        assertThat(caller.putSecretValue("app", "new").versionStages()).containsExactly("AWSCURRENT");
    }

    @Test
    void putKeyPolicy_noPolicy_isRefused() {
        keys.createKey(KEY, "");

        assertThatThrownBy(() -> keys.putKeyPolicy(KEY, "{}")).isInstanceOf(MalformedPolicyDocumentException.class);
        assertThatThrownBy(() -> keys.putKeyPolicy("aws/secretsmanager", Policies.resource()))
                .isInstanceOf(InvalidRequestException.class);
    }

    // The trail

    @Test
    void changes_doneOrRefused_leaveIntentAndOutcome() {
        keys.createKey(KEY, "");
        fixture.trail.clear();

        keys.rotateKey(KEY);
        assertThatThrownBy(() -> keys.destroyKey(KEY)).isInstanceOf(InvalidRequestException.class);

        assertThat(fixture.trail)
                .extracting(event -> Stream.of(
                                event.eventName(),
                                event.phase(),
                                event.errorCode().orElse("done"))
                        .map(Object::toString)
                        .toList())
                .containsExactly(
                        List.of("RotateKeyOnDemand", Phase.INTENT.toString(), "done"),
                        List.of("RotateKeyOnDemand", Phase.OUTCOME.toString(), "done"),
                        List.of("DeleteKey", Phase.INTENT.toString(), "done"),
                        List.of("DeleteKey", Phase.OUTCOME.toString(), "InvalidRequestException"));
        assertThat(fixture.trail).allSatisfy(event -> {
            assertThat(event.resourceArn()).contains(keys.arn(KEY));
            assertThat(event.requestParameters()).isEqualTo(Map.of("keyId", KEY));
        });
    }

    @Test
    void listKeys_newStore_hasTheKeysOfTheStore() {
        assertThat(keys.listKeys())
                .extracting(KeyMetadata::keyId)
                .containsExactlyInAnyOrder(
                        KeyManager.DEFAULT_KEY_ID, "#metadata", "#audit", "#page-token", "#access-key");
    }
}
