package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes in which a session may be, and databases have other SQL: a store does in them what it does elsewhere. */
final class SessionModesTest {
    @Test
    void postgresql_bySimpleQueries_doesTheSame() {
        assertSame(TestDatabase.POSTGRESQL.url() + "&preferQueryMode=simple");
    }

    /** What would be stored is not what was given. */
    @Test
    void postgresql_bySimpleQueriesWithBackslashesAsEscapes_isNotOpened() {
        String url = TestDatabase.POSTGRESQL.url() + "&options=-c%20standard_conforming_strings=off";
        assertSame(url);
        DriverManagerDataSource simple = new DriverManagerDataSource(url + "&preferQueryMode=simple");
        assertThatThrownBy(() -> new JdbcSecretStore(simple))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("standard_conforming_strings must be on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Regular",
                "Strict",
                "Legacy",
                "DB2",
                "Derby",
                "HSQLDB",
                "MSSQLServer",
                "MariaDB",
                "MySQL",
                "Oracle",
                "PostgreSQL"
            })
    void h2_inAMode_doesTheSame(String mode) {
        assertSame("jdbc:h2:mem:" + mode + ";DB_CLOSE_DELAY=-1;MODE=" + mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EMPTY_STRING_IS_NULL",
                "ANSI",
                "ANSI_QUOTES",
                "ORACLE",
                "MSSQL",
                "POSTGRESQL",
                "NO_BACKSLASH_ESCAPES",
                ""
            })
    void mariaDb_inAMode_doesTheSame(String mode) {
        assertSame(TestDatabase.MARIADB.url() + "&sessionVariables=sql_mode='" + mode + "'");
    }

    private static void assertSame(String url) {
        InMemorySecretStore expected = new InMemorySecretStore();
        JdbcSecretStore store = TestDatabase.newStore(new DriverManagerDataSource(url), TestDatabase.H2.ownTables());
        for (SecretChange change : List.of(
                Sample.create("a", 10),
                Sample.create("b\\'\"", 10),
                Sample.create("c", 10),
                Sample.update("a", 1, 10),
                Sample.update("c", 1, 10),
                Sample.delete("c", 2))) {
            expected.commit(change);
            store.commit(change);
        }
        assertThat(Sample.contents(store)).isEqualTo(Sample.contents(expected)).hasSize(2);
        assertThat(store.page("b", 10)).isEqualTo(expected.page("b", 10)).hasSize(1);
        assertThat(store.page("", 1)).isEqualTo(expected.page("", 1)).hasSize(1);
        assertThat(due(store)).isEqualTo(due(expected));
        assertThat(store.find("a")).isEqualTo(expected.find("a"));
    }

    private static List<DueSecret> due(SecretStore store) {
        return store.due(Instant.MAX, DueCursor.START, 10);
    }
}
