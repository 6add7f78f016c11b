package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.StagingLabel;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.SettableClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever can write to the tables can't make the engine answer anything but what was put there. */
final class TamperingTest {
    /** The engine notes once a day that a secret was read, in the caller's thread and on a day that does not end. */
    private static final EmbeddedOptions OPTIONS = EmbeddedOptions.defaults()
            .clock(SettableClock.at("2026-02-03T10:15:30.123Z"))
            .background(Runnable::run);

    @TempDir
    Path temporary;

    /** Finds one row in the contents. */
    private interface Row {
        Map<String, Object> of(TableContents contents, String name);
    }

    /** A check of what the engine makes of changed contents. */
    private interface Check {
        void on(String what, TableContents changed) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    void columnsOfARecord_changedInAnyWay_areRefused(TestDatabase database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            int changes = changeEach(scene, TableContents::record, (what, changed) -> {
                boolean otherCopyIsThere = what.equals("current_sealed null");
                if (otherCopyIsThere) {
                    scene.assertFoundAndHarmless(what, changed);
                } else {
                    scene.assertRefused(what, changed);
                }
            });
            assertThat(changes).isGreaterThanOrEqualTo(21);
        }
    }

    @ParameterizedTest
    @EnumSource
    void columnsOfAValue_changedInAnyWay_areRefused(TestDatabase database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            Row previous = (contents, name) -> contents.value(
                    name,
                    contents == scene.earlier ? scene.first.currentVersion(name) : scene.earlier.currentVersion(name));
            int changes = changeEach(
                    scene, previous, (what, changed) -> scene.assertRefused(what, changed, StagingLabel.AWSPREVIOUS));
            assertThat(changes).isGreaterThanOrEqualTo(12);
        }
    }

    /** The record has a copy of the current value, which is what the engine answers from. */
    @ParameterizedTest
    @EnumSource
    void columnsOfTheCurrentValue_changedInAnyWay_areFoundAndHarmless(TestDatabase database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            int changes = changeEach(scene, TableContents::currentValue, scene::assertFoundAndHarmless);
            assertThat(changes).isGreaterThanOrEqualTo(12);
        }
    }

    /**
     * Changes every column of a row in every way: flipped, emptied, taken from another secret, taken from an earlier revision.
     * Returns how many changes that made.
     */
    private static int changeEach(Scene scene, Row row, Check check) throws SQLException {
        int changes = 0;
        for (String column : row.of(scene.now, "a").keySet()) {
            for (Map.Entry<String, Object> change : changes(scene, column, row).entrySet()) {
                TableContents changed = scene.now.copy();
                row.of(changed, "a").put(column, change.getValue());
                check.on(column + " " + change.getKey(), changed);
                changes++;
            }
        }
        return changes;
    }

    /** What a column may be changed to, by how; without what it is already. */
    private static Map<String, Object> changes(Scene scene, String column, Row row) {
        Object own = row.of(scene.now, "a").get(column);
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("flipped", flipped(own));
        changes.put("null", null);
        changes.put("of another secret", row.of(scene.now, "b").get(column));
        changes.put("of an earlier revision", row.of(scene.earlier, "a").get(column));
        changes.values().removeIf(changed -> Objects.deepEquals(changed, own));
        return changes;
    }

    private static Object flipped(Object value) {
        if (value instanceof byte[] bytes) {
            byte[] flipped = bytes.clone();
            flipped[flipped.length - 1] ^= 1;
            return flipped;
        }
        return Optional.ofNullable((Number) value).map(Number::longValue).orElse(0L) + 1;
    }

    @ParameterizedTest
    @EnumSource
    void rows_deletedRolledBackOrExchanged_areRefused(TestDatabase database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            scene.assertRefused("record deleted", scene.changed(contents -> {
                contents.records().removeIf(row -> TableContents.isOf("a", row));
                return contents;
            }));
            TableContents withoutValues = scene.changed(contents -> {
                contents.values().removeIf(row -> TableContents.isOf("a", row));
                return contents;
            });
            scene.assertRefused("values deleted", withoutValues, StagingLabel.AWSPREVIOUS);
            scene.assertFoundAndHarmless("values deleted", withoutValues);
            withoutValues.record("a").put("current_sealed", null);
            scene.assertRefused("values deleted", withoutValues);
            scene.assertRefused("record of an earlier revision", scene.changed(contents -> {
                contents.record("a").putAll(scene.earlier.record("a"));
                return contents;
            }));
            scene.assertRefused("everything of an earlier revision", scene.earlier);
            scene.assertRefused("names exchanged", scene.changed(contents -> {
                exchangeNames(contents.records());
                exchangeNames(contents.values());
                return contents;
            }));
        }
    }

    private static void exchangeNames(List<Map<String, Object>> rows) {
        for (Map<String, Object> row : rows) {
            if (TableContents.isOf("a", row) || TableContents.isOf("b", row)) {
                row.put("name", Utf8.bytes(TableContents.isOf("a", row) ? "b" : "a"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rows_duplicatedUnderAnotherName_areRefusedThere(TestDatabase database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            TableContents doubled = scene.changed(contents -> {
                contents.records().addAll(renamed(contents.records()));
                contents.values().addAll(renamed(contents.values()));
                return contents;
            });
            doubled.write(scene.database.pool(), scene.options.tablePrefix());
            assertThatThrownBy(() -> scene.secrets.getSecretValue("copy"))
                    .isInstanceOf(DecryptionFailureException.class);
            assertThat(scene.value("a")).isEqualTo("third of a");
            assertThat(scene.isFoundByVerify()).isTrue();
        }
    }

    private static List<Map<String, Object>> renamed(List<Map<String, Object>> rows) {
        List<Map<String, Object>> copies = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (TableContents.isOf("a", row)) {
                Map<String, Object> copy = new LinkedHashMap<>(row);
                copy.put("name", Utf8.bytes("copy"));
                copies.add(copy);
            }
        }
        return copies;
    }

    /** Two secrets of three versions each, with a due time, and what the tables held before the last change. */
    private final class Scene implements AutoCloseable {
        private final TestDatabase database;
        private final JdbcStoreOptions options;
        private final JdbcSecretStore store;
        private final RootKey rootKey;
        private final EmbeddedSecretsManager secrets;
        private final Path manifest = temporary.resolve("manifest");
        private final TableContents first;
        private final TableContents earlier;
        private final TableContents now;
        /** The database's clock is later than the engine's here, so that rotations are overdue. */
        private final Set<String> untouched;

        Scene(TestDatabase database) throws SQLException {
            this.database = database;
            this.options = database.ownTables();
            this.store = TestDatabase.newStore(database.pool(), options);
            this.rootKey = KeyFileRootKey.create(temporary.resolve("key"));
            this.secrets = manager(store, new TinkKeyManager(store, rootKey));
            for (String name : List.of("a", "b")) {
                secrets.createSecret(name, "first of " + name);
                secrets.rotateSecret(new RotateSecretRequest(name)
                        .rotationLambdaArn("rotator")
                        .rotationRules(RotationRules.afterDays(name.equals("a") ? 10 : 20))
                        .rotateImmediately(false));
            }
            this.first = contents();
            for (String name : List.of("a", "b")) {
                secrets.putSecretValue(name, "second of " + name);
            }
            secrets.checkpoint(manifest); // so that the key ring of each state has the key of checkpoints
            this.earlier = contents();
            for (String name : List.of("a", "b")) {
                secrets.putSecretValue(name, "third of " + name);
            }
            assertUntouched();
            secrets.checkpoint(manifest);
            this.now = contents();
            this.untouched = findings();
        }

        private static EmbeddedSecretsManager manager(JdbcSecretStore store, TinkKeyManager keys) {
            return new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), event -> {}, OPTIONS);
        }

        /** Whether a process that has seen nothing finds by the manifest that something is wrong. */
        boolean isFoundByVerify() {
            return !findings().equals(untouched);
        }

        private Set<String> findings() {
            try (JdbcSecretStore fresh = new JdbcSecretStore(database.pool(), options);
                    TinkKeyManager keys = new TinkKeyManager(fresh, rootKey);
                    EmbeddedSecretsManager other = manager(fresh, keys)) {
                return other.verify(VerificationOptions.defaults().checkpoint(manifest)).findings().stream()
                        .map(finding -> finding.kind() + " " + finding.name())
                        .collect(Collectors.toSet());
            }
        }

        private TableContents contents() throws SQLException {
            return TableContents.read(database.pool(), options.tablePrefix());
        }

        TableContents changed(UnaryOperator<TableContents> change) {
            return change.apply(now.copy());
        }

        String value(String name) {
            return value(name, StagingLabel.AWSCURRENT);
        }

        private String value(String name, String label) {
            return secrets.getSecretValue(new GetSecretValueRequest(name).versionStage(label))
                    .secretString()
                    .orElseThrow();
        }

        void assertRefused(String what, TableContents changed) throws SQLException {
            assertRefused(what, changed, StagingLabel.AWSCURRENT);
        }

        /** Either the database does not take the change, or the engine does not answer from it. */
        void assertRefused(String what, TableContents changed, String label) throws SQLException {
            whileChanged(
                    what,
                    changed,
                    () -> assertThatThrownBy(() -> value("a", label))
                            .as(what)
                            .isInstanceOfAny(DecryptionFailureException.class, ResourceNotFoundException.class));
        }

        /** Either the database does not take the change, or the engine answers what it did before. */
        void assertFoundAndHarmless(String what, TableContents changed) throws SQLException {
            whileChanged(what, changed, this::assertCurrent);
        }

        /** Who verifies finds the change; undone, everything is as before. */
        private void whileChanged(String what, TableContents changed, Runnable check) throws SQLException {
            try {
                changed.write(database.pool(), options.tablePrefix());
            } catch (SQLException notTaken) {
                assertUntouched();
                return;
            }
            check.run();
            assertThat(isFoundByVerify()).as("verify: " + what).isTrue();
            now.write(database.pool(), options.tablePrefix());
            assertUntouched();
        }

        private void assertUntouched() {
            assertCurrent();
            assertThat(value("a", StagingLabel.AWSPREVIOUS)).isEqualTo("second of a");
        }

        private void assertCurrent() {
            assertThat(value("a")).isEqualTo("third of a");
            assertThat(value("b")).isEqualTo("third of b");
        }

        @Override
        public void close() {
            secrets.close();
        }
    }
}
