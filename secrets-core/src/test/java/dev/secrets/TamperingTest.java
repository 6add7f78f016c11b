package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.Operations.Operation;
import dev.secrets.model.ApiErrorType;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Somebody who can write to the store, but has no key, changes what lies there: whatever it is, it is refused by one error and
 * never answered, and put back as it was it is read again.
 */
@Tag("SEC-03")
final class TamperingTest {
    private static final String CANT_DECRYPT =
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";
    private static final List<String> NAMES = List.of("app/a", "app/b", "app/c");
    private static final int FLIP_STEP = Scale.of(13, 1);

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    /** A value of a secret, where it lies. */
    private record Place(String name, String versionId, SealedBytes sealed) {}

    /** Alike as far as can be: the same values, labels and dates, under two keys and of both kinds. */
    @BeforeEach
    void create() {
        secrets.createSecret(new CreateSecretRequest("app/a").secretString("same"));
        secrets.createSecret(
                new CreateSecretRequest("app/b").secretString("same").kmsKeyId("alias/b"));
        secrets.createSecret(new CreateSecretRequest("app/c").secretBinary(new byte[] {1, 2, 3, 4}));
        NAMES.forEach(name -> fixture.put(name, "same", "AWSPENDING"));
        NAMES.forEach(name -> fixture.put(name, "same", "AWSPENDING", "STAGED"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    // Sealed bytes in another's place

    @Test
    void metadata_ofAnySealedBytesElsewhere_isRefused() {
        for (String name : NAMES) {
            for (SealedBytes other : sealedBytesBut(fixture.record(name).metadata())) {
                assertUnreadable(name, withMetadata(fixture.record(name), other));
            }
        }
    }

    @Test
    void value_ofAnySealedBytesElsewhere_isRefused() {
        for (Place place : places()) {
            for (SealedBytes other : sealedBytesBut(place.sealed)) {
                assertUnreadable(place, Optional.of(other));
            }
        }
    }

    @Test
    void value_missing_isRefused() {
        places().forEach(place -> assertUnreadable(place, Optional.empty()));
    }

    @Test
    void anyByte_flippedAddedOrCutOff_isRefused() {
        StoredSecret record = fixture.record("app/a");
        damaged(record.metadata()).forEach(damaged -> assertUnreadable("app/a", withMetadata(record, damaged)));
        for (Place place : places()) {
            damaged(place.sealed).forEach(damaged -> assertUnreadable(place, Optional.of(damaged)));
        }
    }

    // The fields that lie open

    @Test
    void record_anyFieldOfAnotherOrMadeUp_isRefused() {
        for (String name : NAMES) {
            StoredSecret record = fixture.record(name);
            openFields(record).forEach(changed -> assertUnreadable(name, changed));
        }
    }

    private Stream<StoredSecret> openFields(StoredSecret record) {
        List<Stream<StoredSecret>> changed = new ArrayList<>();
        changed.add(Stream.of(record.revision() + 1, record.revision() + 1_000, Long.MAX_VALUE)
                .map(revision -> with(record, record.secretUid(), revision)));
        changed.add(others(record).map(other -> with(record, other.secretUid(), record.revision())));
        changed.add(others(record)
                .map(other -> new StoredSecret(
                        record.name(),
                        other.secretUid(),
                        other.revision(),
                        other.dueAt(),
                        other.currentVersionId(),
                        other.metadata())));
        changed.add(Stream.of(Instant.EPOCH, fixture.clock.instant().plus(Duration.ofDays(1)))
                .map(due -> with(record, Optional.of(due), record.currentVersionId())));
        changed.add(versionIds()
                .filter(id -> !record.currentVersionId().equals(Optional.of(id)))
                .map(id -> with(record, record.dueAt(), Optional.of(id))));
        changed.add(Stream.of(with(record, record.dueAt(), Optional.empty())));
        return changed.stream().flatMap(records -> records);
    }

    // What was there before

    @Test
    void record_olderPutBackUnderNewerRevision_isRefused() {
        StoredSecret older = fixture.record("app/a");
        fixture.put("app/a", "newer");
        long newest = fixture.record("app/a").revision();

        Stream.of(newest, newest + 1)
                .forEach(revision -> assertUnreadable("app/a", with(older, older.secretUid(), revision)));
    }

    @Test
    void record_olderPutBackWhole_isRefusedByWhoSawTheNewer() {
        StoredSecret older = fixture.record("app/a");
        secrets.updateSecret(new UpdateSecretRequest("app/a").description("newer"));

        assertUnreadable("app/a", older);
    }

    @Test
    void record_olderPutBackWhole_isRefusedByWhoMadeTheNewerAndNeverReadIt() {
        fixture.createEmpty("app/d");
        StoredSecret older = fixture.record("app/d");
        secrets.putSecretValue("app/d", "one");

        assertUnreadable("app/d", older);
    }

    @Test
    void record_ofADeletedSecretPutBack_isRefused() {
        StoredSecret deleted = fixture.record("app/a");
        List<StoredValue> values = fixture.store.values("app/a", deleted.secretUid());
        forceDelete("app/a");
        fixture.store.commit(new SecretChange.Create(deleted, values));

        assertEverythingRefused("app/a");
        remove("app/a");
    }

    @Test
    void record_ofTheSecretThatHadTheNameBefore_isRefused() {
        StoredSecret deleted = fixture.record("app/a");
        forceDelete("app/a");
        fixture.create("app/a", "new");
        fixture.value("app/a");

        assertUnreadable("app/a", deleted);
    }

    @Test
    void value_beforeItWasSealedAnew_isRefused() {
        String current = fixture.record("app/a").currentVersionId().orElseThrow();
        Place older = places().stream()
                .filter(place -> place.versionId.equals(current))
                .findFirst()
                .orElseThrow();
        secrets.updateSecret(new UpdateSecretRequest("app/a").kmsKeyId("alias/new"));

        assertUnreadable(older, Optional.of(older.sealed));
    }

    /** Each of the two opens: only the metadata knows which is the version's. */
    @Test
    void value_olderOfAVersionIdUsedTwice_isRefused() {
        String twice = SecretsFixture.token();
        fixture.create("app/d", "first");
        secrets.rotateSecret(new RotateSecretRequest("app/d")
                .clientRequestToken(twice)
                .rotationLambdaArn("rotator")
                .rotateImmediately(false));
        SealedBytes copy = sealed("app/d", twice);
        RotationQueue queue = secrets.rotationQueue();
        queue.claim("worker", Duration.ofMinutes(1), 1).forEach(queue::complete);
        secrets.putSecretValue(
                new PutSecretValueRequest("app/d").clientRequestToken(twice).secretString("second"));

        assertUnreadable(new Place("app/d", twice, sealed("app/d", twice)), Optional.of(copy));
    }

    private void remove(String name) {
        StoredSecret record = fixture.record(name);
        fixture.store.commit(new SecretChange.Delete(name, record.secretUid(), record.revision()));
    }

    private void forceDelete(String name) {
        secrets.deleteSecret(new DeleteSecretRequest(name).forceDeleteWithoutRecovery(true));
    }

    // Assertions

    /** Asserts that every operation refuses the secret with the other record, and goes on when the record is put back. */
    private void assertUnreadable(String name, StoredSecret tampered) {
        StoredSecret genuine = fixture.record(name);
        List<StoredValue> values = fixture.store.values(name, genuine.secretUid());
        replace(genuine, tampered, values);
        assertEverythingRefused(name);
        replace(tampered, genuine, values);
        secrets.describeSecret(name);
    }

    private void assertEverythingRefused(String name) {
        Operations.onOneSecret().forEach(operation -> assertRefused(operation, name));
        assertCantDecrypt(secrets::listSecrets);
        assertThatThrownBy(secrets::listSecrets)
                .hasCauseInstanceOf(IllegalStateException.class)
                .cause()
                .hasMessage("The metadata of " + name + " does not open");
        assertCantDecrypt(() -> secrets.batchGetSecretValue(
                new BatchGetSecretValueRequest().filters(new Filter(FilterKey.NAME, name))));
        assertBatchRefused(name);
    }

    private void assertRefused(Operation operation, String name) {
        assertThatThrownBy(() -> operation.perform(secrets, name))
                .as("%s", operation)
                .isInstanceOf(DecryptionFailureException.class)
                .hasMessage(CANT_DECRYPT);
    }

    private void assertBatchRefused(String name) {
        assertThat(secrets.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList(name))
                        .errors())
                .containsExactly(new ApiErrorType(name, "DecryptionFailure", CANT_DECRYPT));
    }

    /** Asserts that the value is refused to whoever wants it, be it to compare or to copy; and is read when it is put back. */
    private void assertUnreadable(Place place, Optional<SealedBytes> other) {
        SealedBytes genuine = sealed(place.name, place.versionId);
        write(place, other);
        GetSecretValueRequest read = new GetSecretValueRequest(place.name);
        assertCantDecrypt(() -> secrets.getSecretValue(read.versionId(place.versionId)));
        assertCantDecrypt(() -> secrets.putSecretValue(new PutSecretValueRequest(place.name)
                .clientRequestToken(place.versionId)
                .secretString("same")));
        fixture.state(place.name)
                .versions()
                .find(place.versionId)
                .orElseThrow()
                .labels()
                .forEach(label -> {
                    assertCantDecrypt(() -> secrets.getSecretValue(read.versionStage(label)));
                    assertCantDecryptLabelled(place, label);
                });
        write(place, Optional.of(genuine));
        secrets.getSecretValue(read.versionId(place.versionId));
    }

    private void assertCantDecryptLabelled(Place place, String label) {
        if (label.equals("AWSCURRENT")) {
            assertBatchRefused(place.name);
            assertCantDecrypt(() -> secrets.getSecretValue(place.name));
        }
        assertCantDecrypt(() -> secrets.updateSecret(new UpdateSecretRequest(place.name).kmsKeyId("alias/other")));
    }

    private static void assertCantDecrypt(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DecryptionFailureException.class).hasMessage(CANT_DECRYPT);
    }

    // The store, past the engine

    private void replace(StoredSecret before, StoredSecret after, List<StoredValue> values) {
        fixture.store.commit(new SecretChange.Update(before.secretUid(), before.revision(), after, values, Set.of()));
    }

    private void write(Place place, Optional<SealedBytes> sealed) {
        StoredSecret record = fixture.record(place.name);
        fixture.store.commit(new SecretChange.Update(
                record.secretUid(),
                record.revision(),
                record,
                sealed.map(bytes -> new StoredValue(place.versionId, bytes)).stream()
                        .toList(),
                sealed.isEmpty() ? Set.of(place.versionId) : Set.of()));
    }

    private SealedBytes sealed(String name, String versionId) {
        return fixture.store
                .findValue(name, fixture.record(name).secretUid(), versionId)
                .orElseThrow()
                .sealed();
    }

    private List<Place> places() {
        return fixture.content().entrySet().stream()
                .flatMap(secret -> secret.getValue().stream()
                        .map(value -> new Place(secret.getKey().name(), value.versionId(), value.sealed())))
                .toList();
    }

    /** All that is sealed in the store, the key ring among it. */
    private List<SealedBytes> sealedBytesBut(SealedBytes one) {
        Stream<SealedBytes> metadata = fixture.content().keySet().stream().map(StoredSecret::metadata);
        Stream<SealedBytes> values = places().stream().map(Place::sealed);
        return Stream.concat(metadata, values)
                .filter(bytes -> !bytes.equals(one))
                .toList();
    }

    private Stream<String> versionIds() {
        return Stream.concat(places().stream().map(Place::versionId), Stream.of("no version"));
    }

    private Stream<StoredSecret> others(StoredSecret record) {
        return NAMES.stream().filter(name -> !name.equals(record.name())).map(fixture::record);
    }

    private static Stream<SealedBytes> damaged(SealedBytes sealed) {
        byte[] bytes = sealed.sharedArray();
        List<byte[]> damaged = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += FLIP_STEP) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            damaged.add(flipped);
        }
        Stream.of(0, 1, bytes.length - 1, bytes.length + 1)
                .forEach(length -> damaged.add(Arrays.copyOf(bytes, length)));
        return damaged.stream().map(SealedBytes::wrap);
    }

    private static StoredSecret withMetadata(StoredSecret record, SealedBytes metadata) {
        return new StoredSecret(
                record.name(),
                record.secretUid(),
                record.revision(),
                record.dueAt(),
                record.currentVersionId(),
                metadata);
    }

    private static StoredSecret with(StoredSecret record, String uid, long revision) {
        return new StoredSecret(
                record.name(), uid, revision, record.dueAt(), record.currentVersionId(), record.metadata());
    }

    private static StoredSecret with(StoredSecret record, Optional<Instant> dueAt, Optional<String> currentVersionId) {
        return new StoredSecret(
                record.name(), record.secretUid(), record.revision(), dueAt, currentVersionId, record.metadata());
    }
}
