package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditListener;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.Stall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that is overtaken while it is being read is old, and yet no rollback. */
final class RollbackRaceTest {
    private static final String NAME = "app/db";

    private final SecretsFixture fixture = new SecretsFixture();
    private final FaultySecretStore store = new FaultySecretStore(fixture.store);
    private final EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
            store, fixture.keys, IdentityPolicies.none(), AuditListener.none(), fixture.options);

    @BeforeEach
    void create() {
        secrets.createSecret(NAME, "value");
        describe("0");
    }

    @AfterEach
    void close() {
        secrets.close();
        fixture.close();
    }

    @Test
    void read_overtakenByAChange_isReadAgain() {
        CompletableFuture<DescribeSecretResponse> reader = readOvertakenBy(() -> describe("1"));

        assertThat(reader.join().description()).contains("1");
    }

    /** The second reading is overtaken as well: what it brings is nevertheless as new as when it began. */
    @Test
    void read_overtakenAgain_isAnswered() {
        try (Stall second = store.stallAnswer(4)) {
            CompletableFuture<DescribeSecretResponse> reader = readOvertakenBy(() -> describe("1"));
            second.awaitReached();
            describe("2");
            second.release();

            assertThat(reader.join().description()).contains("1");
        }
        assertThat(secrets.describeSecret(NAME).description()).contains("2");
    }

    @Test
    void read_overtakenByADeletion_findsNothing() {
        CompletableFuture<DescribeSecretResponse> reader = readOvertakenBy(this::delete);

        assertThat(reader.handle((answer, failure) -> failure).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    /** Afterwards the newest secret of the name must be readable, though its uid was seen before that of the one it replaced. */
    @Test
    void read_overtakenByOtherSecretsOfTheName_isAnsweredAndHarmsNone() {
        try (Stall second = store.stallAnswer(6)) {
            CompletableFuture<DescribeSecretResponse> reader = readOvertakenBy(() -> {
                delete();
                secrets.createSecret(NAME, "second");
            });
            second.awaitReached();
            delete();
            secrets.createSecret(NAME, "third");
            assertThat(secrets.getSecretValue(NAME).secretString()).contains("third");
            second.release();

            assertThat(reader.join().name()).isEqualTo(NAME);
        }
        assertThat(secrets.getSecretValue(NAME).secretString()).contains("third");
    }

    /** A store that was cut off and restored is no rollback. */
    @Test
    void record_thatWasMerelyNotThere_isReadable() {
        StoredSecret before = fixture.store.findLatest(NAME).orElseThrow().secret();
        List<StoredValue> values = fixture.store.values(NAME, before.secretUid());
        fixture.store.commit(new SecretChange.Delete(NAME, before.secretUid(), before.revision()));
        assertThatThrownBy(() -> secrets.describeSecret(NAME)).isInstanceOf(ResourceNotFoundException.class);

        fixture.store.commit(new SecretChange.Create(before, values));

        assertThat(secrets.getSecretValue(NAME).secretString()).contains("value");
    }

    @Test
    void name_goneAndMadeAgainByAnother_isReadable() {
        StoredSecret before = fixture.store.findLatest(NAME).orElseThrow().secret();
        fixture.store.commit(new SecretChange.Delete(NAME, before.secretUid(), before.revision()));
        assertThatThrownBy(() -> secrets.describeSecret(NAME)).isInstanceOf(ResourceNotFoundException.class);

        fixture.secrets.createSecret(NAME, "second");

        assertThat(secrets.getSecretValue(NAME).secretString()).contains("second");
    }

    /** Starts a reading whose record is found before the event and answered after it. */
    private CompletableFuture<DescribeSecretResponse> readOvertakenBy(Runnable event) {
        try (Stall first = store.stallAnswer(1)) {
            CompletableFuture<DescribeSecretResponse> reader =
                    CompletableFuture.supplyAsync(() -> secrets.describeSecret(NAME));
            first.awaitReached();
            event.run();
            return reader;
        }
    }

    private void describe(String description) {
        secrets.updateSecret(new UpdateSecretRequest(NAME).description(description));
    }

    private void delete() {
        secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
    }
}
