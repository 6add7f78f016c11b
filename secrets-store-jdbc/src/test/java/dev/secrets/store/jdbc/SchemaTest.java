package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables: made once by many, refused when newer, missed with a clear word, kept apart by prefix and schema. */
final class SchemaTest {
    @ParameterizedTest
    @EnumSource
    void createSchema_byManyAtOnce_makesTheTablesOnce(TestDatabase database) {
        for (int round = 0; round < Scale.of(3, 20); round++) {
            JdbcStoreOptions options = database.ownTables();
            Concurrently.run(
                    8,
                    thread ->
                            TestDatabase.newStore(database.pool(), options).commit(Sample.create("by/" + thread, 10)));
            assertThat(new JdbcSecretStore(database.pool(), options).page("", 100))
                    .hasSize(8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void createSchema_again_leavesEverythingAsItIs(TestDatabase database) {
        JdbcSecretStore store = database.newStore();
        store.commit(Sample.create("kept", 10));
        store.createSchema();
        assertThat(store.page("", 10)).containsExactly(Sample.secret("kept", 1));
    }

    /** As after a node that died in the middle: the version is not written before everything else is there. */
    @ParameterizedTest
    @EnumSource
    void createSchema_afterHalfOfIt_makesTheRest(TestDatabase database) {
        JdbcStoreOptions options = database.ownTables();
        TestDatabase.newStore(database.pool(), options);
        String prefix = options.tablePrefix();
        TestDatabase.execute(database.pool(), "DROP TABLE " + prefix + "value", "DELETE FROM " + prefix + "schema");
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options);
        store.commit(Sample.create("a", 10));
        assertThat(store.values("a", Sample.uid("a"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void open_withNewerTables_isRefused(TestDatabase database) {
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore old = TestDatabase.newStore(database.pool(), options);
        TestDatabase.execute(database.pool(), "INSERT INTO " + options.tablePrefix() + "schema (version) VALUES (2)");
        assertThatThrownBy(() -> new JdbcSecretStore(database.pool(), options))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("are of version 2; this program knows version 1");
        assertThatThrownBy(old::createSchema).isInstanceOf(StoreUnavailableException.class);
    }

    @ParameterizedTest
    @EnumSource
    void call_withoutTables_saysWhatHelps(TestDatabase database) {
        JdbcSecretStore store = new JdbcSecretStore(database.pool(), database.ownTables());
        assertMissing(catchThrowableOfType(StoreUnavailableException.class, () -> store.find("a")));
        assertMissing(
                catchThrowableOfType(StoreUnavailableException.class, () -> store.commit(Sample.create("a", 10))));
    }

    private static void assertMissing(StoreUnavailableException failure) {
        assertThat(failure).hasMessageContaining("call createSchema()");
        assertThat(failure.retryable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void tables_ofTwoPrefixes_areApart(TestDatabase database) {
        JdbcSecretStore one = database.newStore();
        JdbcSecretStore other = database.newStore();
        one.commit(Sample.create("a", 10));
        assertThat(other.find("a")).isEmpty();
        assertThat(other.page("", 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "H2"})
    void tables_inASchema_areThere(TestDatabase database) {
        TestDatabase.execute(database.pool(), "CREATE SCHEMA IF NOT EXISTS apart");
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options.schema("apart"));
        store.commit(Sample.create("a", 10));
        store.commit(Sample.update("a", 1, 10));
        assertThat(store.page("", 10)).containsExactly(Sample.secret("a", 2));
        assertThatThrownBy(() -> new JdbcSecretStore(database.pool(), options).find("a"))
                .hasMessageContaining("tables are missing");
    }

    @Test
    void schema_onSqlite_isRefused() {
        JdbcStoreOptions options = TestDatabase.SQLITE.ownTables().schema("main");
        assertThatThrownBy(() -> new JdbcSecretStore(TestDatabase.SQLITE.pool(), options))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** CVE-2026-39946, CVE-2023-0620: identifiers come from an allow-list, so that none can be SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "1a", "a b", "a;drop table x", "a\"", "a`", "a'", "a.b", "a-b", "é", "a\n", "a$", "a--"})
    void names_ofOtherCharacters_areRefused(String hostile) {
        assertThatThrownBy(() -> JdbcStoreOptions.defaults().tablePrefix(hostile))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JdbcStoreOptions.defaults().schema(hostile))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_thatAreTooLong_areRefused() {
        assertThatThrownBy(() -> JdbcStoreOptions.defaults().tablePrefix("a".repeat(41)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JdbcStoreOptions.defaults().schema("a".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void longestPrefix_works(TestDatabase database) {
        JdbcStoreOptions options = database.ownTables();
        String prefix =
                options.tablePrefix() + "x".repeat(40 - options.tablePrefix().length());
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options.tablePrefix(prefix));
        store.commit(Sample.create("a", 10));
        assertThat(store.find("a")).isPresent();
    }

    /** What Flyway, Liquibase or a person runs is what createSchema runs, under the default names. */
    @ParameterizedTest
    @EnumSource
    void sqlFile_asItStands_makesTheDefaultTables(TestDatabase database) throws IOException {
        String sql =
                text(database.dialect.directory() + "/V1__secrets_store.sql").replaceAll("--[^\n]*", "");
        TestDatabase.execute(
                database.pool(),
                Stream.of(sql.split(";"))
                        .filter(statement -> !statement.isBlank())
                        .toArray(String[]::new));
        JdbcSecretStore store = new JdbcSecretStore(database.pool());
        store.commit(Sample.create("by hand", 10));
        assertThat(store.find("by hand")).isPresent();
        store.commit(Sample.delete("by hand", 1));
    }

    private static String text(String resource) throws IOException {
        try (InputStream file = Objects.requireNonNull(SchemaTest.class.getResourceAsStream(resource))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
