package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.ValidationException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.LeakScanner;
import dev.secrets.testing.Stall;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AccessKeysTest {
    private static final CallerIdentity ROLE =
            CallerIdentity.of("arn:aws:iam::000000000000:role/team/app").tag("team", "payments");
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);
    private static final SigningScope SCOPE = new SigningScope("20260203", "us-east-1", "secretsmanager");

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final AccessKeys accessKeys = fixture.secrets.accessKeys();

    /** The same store as another process sees it, which keeps nothing of what this one did. */
    private AccessKeys elsewhere() {
        return fixture.with(fixture.options).accessKeys();
    }

    @Test
    void create_thenList_showsTheKeyWithoutItsSecret() {
        NewAccessKey made = accessKeys.create(ROLE);

        assertThat(made.key().id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(made.secret().reveal()).hasSize(40);
        assertThat(elsewhere().list()).containsExactly(made.key());
        assertThat(made.key().caller()).isEqualTo(ROLE);
        assertThat(made.key().enabled()).isTrue();
    }

    @Test
    void list_ofMoreThanAPage_hasAllInOrder() {
        List<String> made = java.util.stream.IntStream.range(0, 205)
                .mapToObj(i -> accessKeys.create(ROLE).key().id())
                .sorted()
                .toList();

        assertThat(accessKeys.list()).extracting(AccessKey::id).containsExactlyElementsOf(made);
    }

    @Test
    void signingKey_ofAnotherProcess_signsTheSame() {
        String id = accessKeys.create(ROLE).key().id();
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);

        SigningKey here = accessKeys.signingKey(id, SCOPE).orElseThrow();
        SigningKey there = elsewhere().signingKey(id, SCOPE).orElseThrow();

        assertThat(there.sign(text)).isEqualTo(here.sign(text)).hasSize(32);
        assertThat(there.caller()).isEqualTo(ROLE);
    }

    /** AWS General Reference, "Examples of how to derive a signing key for Signature Version 4". */
    @Test
    void derive_asPublishedByAws_givesTheirKey() {
        byte[] secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".getBytes(StandardCharsets.US_ASCII);
        SigningKey key = SigningKey.derive(ROLE, secret, new SigningScope("20150830", "us-east-1", "iam"));
        byte[] stringToSign = ("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
                        + "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(HexFormat.of().formatHex(key.sign(stringToSign)))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void disable_refusesAtOnce_untilEnabled() {
        String id = accessKeys.create(ROLE).key().id();
        assertThat(accessKeys.signingKey(id, SCOPE)).isPresent();

        accessKeys.disable(id);
        assertThat(accessKeys.signingKey(id, SCOPE)).isEmpty();
        assertThat(elsewhere().list()).extracting(AccessKey::enabled).containsExactly(false);

        accessKeys.enable(id);
        assertThat(accessKeys.signingKey(id, SCOPE)).isPresent();
    }

    @Test
    void disable_whileASigningKeyIsReadFromTheStore_refusesAfterwards() {
        String id = accessKeys.create(ROLE).key().id();
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        try (EmbeddedSecretsManager secrets =
                        new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), fixture.trail::add);
                Stall stall = store.stallAnswer(1)) {
            var underWay =
                    CompletableFuture.supplyAsync(() -> secrets.accessKeys().signingKey(id, SCOPE));
            stall.awaitReached();
            secrets.accessKeys().disable(id);
            stall.release();

            assertThat(underWay.join()).as("asked for before").isPresent();
            assertThat(secrets.accessKeys().signingKey(id, SCOPE)).isEmpty();
        }
    }

    @Test
    void changes_ofWhichTheStoreCannotTell_areFoundToBeMade() {
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        try (EmbeddedSecretsManager secrets =
                new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), fixture.trail::add)) {
            store.loseCommitAnswer(1);
            NewAccessKey made = secrets.accessKeys().create(ROLE);
            store.loseCommitAnswer(1);
            secrets.accessKeys().disable(made.key().id());
            store.loseCommitAnswer(1);
            secrets.accessKeys().delete(made.key().id());

            assertThat(store.faultsLeft()).isFalse();
            assertThat(accessKeys.list()).isEmpty();
        }
    }

    @Test
    void questions_whenTheStoreFails_areToldLikeThoseOfOperations() {
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        String id = accessKeys.create(ROLE).key().id();
        try (EmbeddedSecretsManager secrets =
                new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), fixture.trail::add)) {
            store.failCall(1, DOWN);
            assertThatThrownBy(() -> secrets.accessKeys().list()).isInstanceOf(InternalServiceErrorException.class);
            store.failCall(1, DOWN);
            assertThatThrownBy(() -> secrets.accessKeys().signingKey(id, SCOPE))
                    .isInstanceOf(InternalServiceErrorException.class);
        }
    }

    /** Nor can it be read back. */
    @Test
    void disable_committedButNotAnswered_refusesAtOnce() {
        String id = accessKeys.create(ROLE).key().id();
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        try (EmbeddedSecretsManager secrets =
                new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), fixture.trail::add)) {
            assertThat(secrets.accessKeys().signingKey(id, SCOPE)).isPresent();
            store.loseCommitAnswer(1);
            store.failCall(4, DOWN);
            store.failCall(5, DOWN);

            assertThatThrownBy(() -> secrets.accessKeys().disable(id))
                    .isInstanceOf(InternalServiceErrorException.class);

            assertThat(secrets.accessKeys().signingKey(id, SCOPE)).isEmpty();
        }
    }

    @Test
    void delete_leavesNothing() {
        String id = accessKeys.create(ROLE).key().id();
        accessKeys.signingKey(id, SCOPE);

        accessKeys.delete(id);

        assertThat(accessKeys.signingKey(id, SCOPE)).isEmpty();
        assertThat(accessKeys.list()).isEmpty();
        assertThatThrownBy(() -> accessKeys.delete(id)).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void change_ofAnUnknownKey_isRefused() {
        assertThatThrownBy(() -> accessKeys.disable("AKIAAAAAAAAAAAAAAAAA"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(accessKeys.signingKey("../../keyring", SCOPE)).isEmpty();
    }

    @Test
    void create_ofAServiceOrNobody_isRefused() {
        for (CallerIdentity caller : List.of(
                CallerIdentity.anonymous(),
                CallerIdentity.service("lambda.amazonaws.com"),
                ROLE.context("aws:SourceIp", "10.0.0.1"))) {
            assertThatThrownBy(() -> accessKeys.create(caller)).isInstanceOf(InvalidParameterException.class);
        }
    }

    @Test
    void create_ofASession_keepsItsRole() {
        CallerIdentity session = CallerIdentity.of("arn:aws:sts::000000000000:assumed-role/app/one")
                .roleArn("arn:aws:iam::000000000000:role/team/app");

        accessKeys.create(session);

        assertThat(elsewhere().list().get(0).caller()).isEqualTo(session);
    }

    @Test
    void operations_ofTheOwner_neverReachThem() {
        String name =
                KeyManager.ACCESS_KEY_PREFIX + accessKeys.create(ROLE).key().id();

        assertThat(fixture.secrets.listSecrets(new ListSecretsRequest()).secretList())
                .isEmpty();
        assertThatThrownBy(() -> fixture.secrets.getSecretValue(new GetSecretValueRequest(name)))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> fixture.secrets.getSecretValue(SecretsFixture.ARN_PREFIX + name + "-aaaaaa"))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void record_movedToAnotherId_doesNotOpen() {
        String id = accessKeys.create(ROLE).key().id();
        StoredSecret record = fixture.record(KeyManager.ACCESS_KEY_PREFIX + id);
        StoredSecret moved = new StoredSecret(
                KeyManager.ACCESS_KEY_PREFIX + "AKIAAAAAAAAAAAAAAAAA",
                record.secretUid(),
                record.revision(),
                record.dueAt(),
                record.currentVersionId(),
                record.metadata());
        fixture.store.commit(new SecretChange.Create(moved, List.of()));

        assertThatThrownBy(() -> accessKeys.signingKey("AKIAAAAAAAAAAAAAAAAA", SCOPE))
                .isInstanceOf(DecryptionFailureException.class);
    }

    @Test
    void changes_leaveEventsWithoutSecrets() {
        NewAccessKey made = accessKeys.create(ROLE);
        String id = made.key().id();
        accessKeys.disable(id);
        accessKeys.enable(id);
        accessKeys.delete(id);

        assertThat(fixture.trail)
                .extracting(event -> event.eventName() + " " + event.phase())
                .containsExactly(
                        "AccessKeyCreated INTENT",
                        "AccessKeyCreated OUTCOME",
                        "AccessKeyDisabled INTENT",
                        "AccessKeyDisabled OUTCOME",
                        "AccessKeyEnabled INTENT",
                        "AccessKeyEnabled OUTCOME",
                        "AccessKeyDeleted INTENT",
                        "AccessKeyDeleted OUTCOME");
        assertThat(fixture.trail).allSatisfy(event -> {
            assertThat(event.requestParameters()).isEqualTo(Map.of("accessKeyId", id));
            assertThat(event.resourceArn()).contains(ROLE.arn());
        });
        String secret = new String(made.secret().reveal(), StandardCharsets.US_ASCII);
        LeakScanner scanner = LeakScanner.forCanaries().and("secret access key", secret);
        assertThat(scanner.scan(fixture.trail + made.toString() + accessKeys.list() + accessKeys.toString()))
                .isEmpty();
    }

    @Test
    void changes_refusedByTheTrail_areNotMade() {
        String enabled = accessKeys.create(ROLE).key().id();
        String disabled = accessKeys.create(ROLE).key().id();
        accessKeys.disable(disabled);
        List<AccessKey> before = accessKeys.list();
        AccessKeys untrailed = refusing(event -> true);

        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> untrailed.create(ROLE),
                () -> untrailed.enable(disabled),
                () -> untrailed.disable(enabled),
                () -> untrailed.delete(enabled))) {
            assertThatThrownBy(change)
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessageContaining("Nothing was changed");
        }

        assertThat(accessKeys.list()).isEqualTo(before);
    }

    @Test
    void disable_outcomeRefusedByTheTrail_stands() {
        String id = accessKeys.create(ROLE).key().id();
        AccessKeys refusing = refusing(event -> event.phase() == AuditEvent.Phase.OUTCOME);
        assertThat(refusing.signingKey(id, SCOPE)).isPresent();

        assertThatThrownBy(() -> refusing.disable(id)).isInstanceOf(AuditIncompleteException.class);

        assertThat(refusing.signingKey(id, SCOPE)).isEmpty();
    }

    private AccessKeys refusing(Predicate<AuditEvent> some) {
        AuditListener listener = event -> {
            if (some.test(event)) {
                throw new IllegalStateException("The disk is full");
            }
        };
        return new EmbeddedSecretsManager(
                        fixture.store, fixture.keys, IdentityPolicies.none(), listener, fixture.options)
                .accessKeys();
    }

    @Test
    void disable_deletedMeanwhile_isRefused() {
        String id = accessKeys.create(ROLE).key().id();
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        try (EmbeddedSecretsManager secrets =
                        new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), fixture.trail::add);
                Stall stall = store.stallAnswer(1)) {
            var underWay = CompletableFuture.runAsync(() -> secrets.accessKeys().disable(id));
            stall.awaitReached();
            accessKeys.delete(id);
            stall.release();

            assertThatThrownBy(underWay::join).hasCauseInstanceOf(ResourceNotFoundException.class);
        }
    }
}
