package dev.secrets.testing;

import static dev.secrets.testing.Samples.OTHER_UID;
import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.noise;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static dev.secrets.testing.Samples.versionId;
import static dev.secrets.testing.StoreFixture.removal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values: they belong to one secret's uid and one version id, come and go with the commits that say so, and in no other way. */
interface ValueContract extends StoreFixture {
    @Test
    default void findValue_ofEachVersion_returnsItsOwn() {
        create(secret("prod/db"), value("v1", "1"), value("v2", "2"));
        assertThat(store().findValue("prod/db", UID, "v1")).contains(value("v1", "1"));
        assertThat(store().findValue("prod/db", UID, "v2")).contains(value("v2", "2"));
    }

    @Test
    default void findValue_ofWhatIsNotThere_isEmpty() {
        create(secret("prod/db"), value("v1", "1"));
        assertThat(store().findValue("prod/db", UID, "v2")).isEmpty();
        assertThat(store().findValue("prod/db", OTHER_UID, "v1")).isEmpty();
        assertThat(store().findValue("prod/db2", UID, "v1")).isEmpty();
    }

    @Test
    default void values_ofTheSecret_returnsAllOfThem() {
        create(current(secret("prod/db"), "v2"), value("v1", "1"), value("v2", "2"));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrder(value("v1", "1"), value("v2", "2"));
    }

    @Test
    default void values_ofWhatIsNotThere_isEmpty() {
        create(secret("prod/db"), value("v1", "1"));
        assertThat(store().values("prod/db", OTHER_UID)).isEmpty();
        assertThat(store().values("prod/db2", UID)).isEmpty();
    }

    @Test
    default void values_ofTwoSecretsWithOneUidAndVersionId_areApart() {
        create(current(secret("copy/1"), "v1"), value("v1", "1"));
        create(current(secret("copy/2"), "v1"), value("v1", "2"));
        assertThat(store().values("copy/1", UID)).containsExactly(value("v1", "1"));
        assertThat(store().find("copy/2").flatMap(FoundSecret::currentValue)).contains(value("v1", "2"));
    }

    @Test
    default void find_ofACurrentVersionWithoutValue_returnsTheRecordAlone() {
        StoredSecret secret = create(current(secret("prod/db"), "v2"), value("v1", "1"));
        assertThat(store().find("prod/db")).contains(new FoundSecret(secret, Optional.empty()));
    }

    @Test
    default void update_ofTheRecordAlone_keepsAllValues() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2"));
        update(before, current(next(before), "v2"));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrder(value("v1", "1"), value("v2", "2"));
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).contains(value("v2", "2"));
    }

    @Test
    default void update_withANewValue_addsIt() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "1"));
        update(before, next(before), value("v2", "2"));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrder(value("v1", "1"), value("v2", "2"));
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).contains(value("v1", "1"));
    }

    @Test
    default void update_withAValueOfAKnownVersion_replacesIt() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2"));
        update(before, next(before), value("v1", "a longer value than the one before"));
        assertThat(store().values("prod/db", UID))
                .containsExactlyInAnyOrder(value("v1", "a longer value than the one before"), value("v2", "2"));
    }

    @Test
    default void update_withRemovedVersions_removesTheirValuesAlone() {
        StoredSecret before =
                create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2"), value("v3", "3"));
        store().commit(removal(before, next(before), "v1", "v3"));
        assertThat(store().values("prod/db", UID)).containsExactly(value("v2", "2"));
        assertThat(store().findValue("prod/db", UID, "v1")).isEmpty();
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).isEmpty();
    }

    @Test
    default void update_withRemovedVersionsThatAreNotThere_ignoresThem() {
        StoredSecret before = create(secret("prod/db"), value("v1", "1"));
        store().commit(removal(before, next(before), "v0", "v9"));
        assertThat(store().values("prod/db", UID)).containsExactly(value("v1", "1"));
        assertThat(record("prod/db")).contains(next(before));
    }

    @Test
    default void update_thatPutsAndRemoves_doesBoth() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2"));
        StoredSecret after = current(next(before), "v3");
        store().commit(new SecretChange.Update(
                UID, 1, after, List.of(value("v3", "3"), value("v2", "two")), Set.of("v1")));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrder(value("v2", "two"), value("v3", "3"));
        assertThat(store().find("prod/db")).contains(new FoundSecret(after, Optional.of(value("v3", "3"))));
    }

    @Test
    default void update_toANewUid_dropsAllOldValues() {
        StoredSecret before = create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2"));
        StoredSecret after = update(before, current(secret("prod/db", OTHER_UID, 1), "v2"), value("v1", "new"));
        assertThat(store().values("prod/db", UID)).isEmpty();
        assertThat(store().findValue("prod/db", UID, "v1")).isEmpty();
        assertThat(store().values("prod/db", OTHER_UID)).containsExactly(value("v1", "new"));
        assertThat(store().findValue("prod/db", OTHER_UID, "v2")).isEmpty();
        assertThat(store().find("prod/db")).contains(new FoundSecret(after, Optional.empty()));
    }

    @Test
    default void update_toANewUidAndBack_doesNotRaiseTheDead() {
        StoredSecret first = create(current(secret("prod/db"), "v1"), value("v1", "1"));
        StoredSecret second = update(first, secret("prod/db", OTHER_UID, 2));
        update(second, current(secret("prod/db", UID, 3), "v1"));
        assertThat(store().values("prod/db", UID)).isEmpty();
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).isEmpty();
    }

    @Test
    default void create_afterDeleteWithTheSameUid_hasNoneOfTheOldValues() {
        delete(create(current(secret("prod/db"), "v1"), value("v1", "1"), value("v2", "2")));
        create(current(secret("prod/db"), "v1"), value("v3", "3"));
        assertThat(store().values("prod/db", UID)).containsExactly(value("v3", "3"));
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).isEmpty();
    }

    /** 64 KiB is the largest value; sealing adds some bytes, text is sealed as UTF-8. */
    @ParameterizedTest
    @ValueSource(ints = {1, 255, 65_535, 65_536, 65_536 + 256})
    default void value_ofAnyLength_comesBackByteByByte(int length) {
        StoredValue value = new StoredValue("v1", noise(length, length));
        create(current(secret("prod/db"), "v1"), value);
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).contains(value);
        assertThat(store().findValue("prod/db", UID, "v1")).contains(value);
        assertThat(store().values("prod/db", UID)).containsExactly(value);
    }

    @Test
    default void commit_ofManyLargeValuesAtOnce_keepsThemAll() {
        List<StoredValue> values = IntStream.range(0, 20)
                .mapToObj(number -> new StoredValue(versionId(number), noise(65_536, number)))
                .toList();
        StoredSecret before = create(secret("prod/db"));
        store().commit(new SecretChange.Update(UID, 1, next(before), values, Set.of()));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrderElementsOf(values);
    }

    @Test
    default void values_ofTheMostVersions_areAllReturned() {
        StoredSecret secret = create(secret("prod/db"));
        List<StoredValue> values = new ArrayList<>();
        for (int number = 0; number < 120; number++) {
            values.add(value(versionId(number), "value " + number));
            secret = update(secret, next(secret), values.get(number));
        }
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrderElementsOf(values);
    }

    /** Version ids are what callers send as request tokens: any text of up to 64 characters, compared exactly. */
    @Test
    default void versionIds_thatLookAlike_areApart() {
        List<String> ids = List.of(
                "a".repeat(64),
                "A".repeat(64),
                "\u00e9".repeat(64),
                "e\u0301".repeat(32),
                "\ud83d\udd11".repeat(32),
                "a ",
                "a",
                "A",
                " a",
                "a%",
                "a_",
                "a'--",
                "a\\",
                "\u00e5",
                "\u00df",
                "ss");
        List<StoredValue> values = ids.stream().map(id -> value(id, "of " + id)).toList();
        create(current(secret("prod/db"), "\u00e9".repeat(64)), values.toArray(StoredValue[]::new));
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrderElementsOf(values);
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(store().findValue("prod/db", UID, id)).contains(value(id, "of " + id)));
        assertThat(store().find("prod/db").flatMap(FoundSecret::currentValue)).contains(values.get(2));
    }
}
