package dev.secrets.testing;

import static dev.secrets.testing.Samples.OTHER_UID;
import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.due;
import static dev.secrets.testing.Samples.metadata;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.noise;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static dev.secrets.testing.StoreFixture.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.DueCursor;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records: what is created, updated and deleted is found so, and a change of a record that is not as expected changes nothing. */
interface RecordContract extends StoreFixture {
    Instant DUE = Instant.parse("2026-11-05T10:15:30.123Z");

    @Test
    default void find_withoutRecord_isEmpty() {
        assertThat(store().find("prod/db")).isEmpty();
    }

    @Test
    default void create_thenFind_returnsWhatWasCommitted() {
        StoredValue value = value("v1", "first");
        StoredSecret secret = create(due(current(secret("prod/db"), "v1"), DUE), value);
        assertThat(store().find("prod/db")).contains(new FoundSecret(secret, Optional.of(value)));
    }

    @Test
    default void findLatest_returnsWhatFindReturns() {
        assertThat(store().findLatest("prod/db")).isEmpty();
        StoredSecret secret = create(due(current(secret("prod/db"), "v1"), DUE), value("v1", "first"));
        assertThat(store().findLatest("prod/db"))
                .contains(new FoundSecret(secret, Optional.of(value("v1", "first"))))
                .isEqualTo(store().find("prod/db"));
        delete(secret);
        assertThat(store().findLatest("prod/db")).isEmpty();
    }

    @Test
    default void create_whereOneExists_isAConflictAndChangesNothing() {
        StoredSecret first = create(current(secret("prod/db"), "v1"), value("v1", "first"));
        StoredSecret second = due(current(secret("prod/db", OTHER_UID, 2), "v1"), DUE);
        assertConflict(new SecretChange.Create(second, List.of(value("v1", "second"), value("v2", "second"))));
        assertOnly(first, value("v1", "first"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 4_294_967_296L, Long.MAX_VALUE - 1})
    default void create_withAnyRevision_keepsIt(long revision) {
        StoredSecret secret = create(secret("prod/db", UID, revision));
        assertThat(record("prod/db")).contains(secret);
        StoredSecret updated = update(secret, next(secret));
        assertThat(record("prod/db")).contains(updated);
    }

    @Test
    default void create_afterDelete_mayCarryALowerRevision() {
        delete(create(secret("prod/db", UID, 7)));
        StoredSecret again = create(secret("prod/db", OTHER_UID, 3));
        assertThat(record("prod/db")).contains(again);
    }

    @Test
    default void create_afterDelete_isNotWhatOldExpectationsMean() {
        StoredSecret old = create(secret("prod/db", UID, 1));
        delete(old);
        StoredSecret again = create(secret("prod/db", OTHER_UID, 1));
        assertConflict(change(old, next(old)));
        assertConflict(new SecretChange.Delete("prod/db", UID, 1));
        assertOnly(again);
    }

    @Test
    default void update_ofEveryField_replacesThem() {
        StoredSecret before = create(current(due(secret("prod/db"), DUE), "v1"), value("v1", "1"), value("v2", "2"));
        StoredSecret after = metadata(
                current(due(secret("prod/db", UID, 9), DUE.plusMillis(1)), "v2"),
                Samples.text("wholly different metadata"));
        update(before, after);
        assertThat(store().find("prod/db")).contains(new FoundSecret(after, Optional.of(value("v2", "2"))));
    }

    @Test
    default void update_toNoCurrentVersionAndNoDueTime_removesThem() {
        StoredSecret before = create(current(due(secret("prod/db"), DUE), "v1"), value("v1", "1"));
        StoredSecret after = update(before, secret("prod/db", UID, 2));
        assertThat(store().find("prod/db")).contains(new FoundSecret(after, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 6, Long.MAX_VALUE})
    default void update_ofAnotherRevision_isAConflictAndChangesNothing(long revision) {
        StoredSecret before = create(current(secret("prod/db", UID, 5), "v1"), value("v1", "first"));
        StoredSecret expected = secret("prod/db", UID, revision);
        StoredSecret after = due(current(secret("prod/db", UID, 6), "v2"), DUE);
        assertConflict(change(expected, after, value("v1", "second"), value("v2", "second")));
        assertConflict(StoreFixture.removal(expected, after, "v1"));
        assertOnly(before, value("v1", "first"));
    }

    @Test
    default void update_ofAnotherUid_isAConflictAndChangesNothing() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "first"));
        assertConflict(change(secret("prod/db", OTHER_UID, 1), secret("prod/db", OTHER_UID, 2), value("v1", "second")));
        assertOnly(before, value("v1", "first"));
    }

    @Test
    default void update_ofNothing_isAConflictAndMakesNothing() {
        StoredSecret absent = due(current(secret("prod/db"), "v1"), DUE);
        assertConflict(change(absent, next(absent), value("v1", "first")));
        assertNothing("prod/db");
    }

    @Test
    default void update_twiceFromOneRevision_letsOneWin() {
        StoredSecret before = create(secret("prod/db"));
        StoredSecret winner = update(before, due(next(before), DUE));
        assertConflict(change(before, next(before)));
        assertOnly(winner);
    }

    @Test
    default void delete_ofTheRecord_removesIt() {
        delete(create(due(current(secret("prod/db"), "v1"), DUE), value("v1", "first")));
        assertNothing("prod/db");
    }

    @Test
    default void delete_ofAnotherRevisionOrUid_isAConflictAndChangesNothing() {
        StoredSecret secret = create(due(current(secret("prod/db", UID, 5), "v1"), DUE), value("v1", "first"));
        assertConflict(new SecretChange.Delete("prod/db", UID, 4));
        assertConflict(new SecretChange.Delete("prod/db", UID, 6));
        assertConflict(new SecretChange.Delete("prod/db", OTHER_UID, 5));
        assertOnly(secret, value("v1", "first"));
    }

    @Test
    default void delete_ofNothing_isAConflict() {
        assertConflict(new SecretChange.Delete("prod/db", UID, 1));
    }

    @Test
    default void changes_ofOneName_leaveOthersAlone() {
        StoredSecret other = create(due(current(secret("prod/db2", UID, 1), "v1"), DUE), value("v1", "other"));
        StoredSecret one = create(current(secret("prod/db", UID, 1), "v1"), value("v1", "one"));
        delete(update(one, next(one), value("v1", "two")));
        assertOnly(other, value("v1", "other"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 4_096, 65_535, 65_536, 200 * 1_024})
    default void metadata_ofAnyLength_comesBackByteByByte(int length) {
        StoredSecret secret = create(metadata(secret("prod/db"), noise(length, length)));
        assertThat(record("prod/db")).contains(secret);
        assertThat(store().page("", 10)).containsExactly(secret);
    }

    @Test
    default void metadata_ofEveryByte_comesBackByteByByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        StoredSecret secret = create(metadata(secret("prod/db"), SealedBytes.wrap(bytes)));
        assertThat(record("prod/db")).contains(secret);
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.testing.DueContract#delicateTimes")
    default void dueAt_ofAnyTime_comesBackToTheMillisecond(Instant time) {
        StoredSecret secret = create(due(secret("prod/db"), time));
        assertThat(record("prod/db")).contains(secret);
    }

    /** The change is refused with the one exception that says: nothing was changed, read again. */
    default void assertConflict(SecretChange change) {
        assertThatThrownBy(() -> store().commit(change)).isInstanceOf(StoreConflictException.class);
    }

    /** By every read there is, the store holds this record, these values of it, and nothing else. */
    default void assertOnly(StoredSecret secret, StoredValue... values) {
        assertThat(record(secret.name())).contains(secret);
        assertThat(store().values(secret.name(), secret.secretUid())).containsExactlyInAnyOrder(values);
        assertThat(store().page("", 10)).containsExactly(secret);
        assertThat(store().due(Instant.parse("2200-01-01T00:00:00Z"), DueCursor.START, 10))
                .hasSize(secret.dueAt().isPresent() ? 1 : 0);
    }

    /** By every read there is, the store holds nothing. */
    default void assertNothing(String name) {
        assertThat(store().find(name)).isEmpty();
        assertThat(store().values(name, UID)).isEmpty();
        assertThat(store().findValue(name, UID, "v1")).isEmpty();
        assertThat(store().page("", 10)).isEmpty();
        assertThat(store().due(Instant.parse("2200-01-01T00:00:00Z"), DueCursor.START, 10))
                .isEmpty();
    }
}
