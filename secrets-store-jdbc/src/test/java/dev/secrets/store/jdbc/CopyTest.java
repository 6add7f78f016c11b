package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.model.RootKey;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoreCopyReport;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that outgrew its machine moves to PostgreSQL, and back. */
final class CopyTest {
    private static final int MANY = Scale.of(2_500, 10_000);
    private static final int THREADS = 8;
    private static final String WITHOUT_WAITING_FOR_THE_DISK = "&options=-c%20synchronous_commit=off";

    @TempDir
    Path directory;

    @Test
    void store_copiedFromFilesToPostgresqlAndBack_isTheSame() throws Exception {
        RootKey rootKey = KeyFileRootKey.create(directory.resolve("key"));
        TestDatabase database = TestDatabase.POSTGRESQL;
        try (HikariDataSource pool = TestDatabase.newPool(database.url() + WITHOUT_WAITING_FOR_THE_DISK, THREADS);
                SecretStore files = new FileSecretStore(directory.resolve("files"), rootKey);
                SecretStore back = new FileSecretStore(directory.resolve("back"), rootKey)) {
            JdbcSecretStore tables = TestDatabase.newStore(pool, database.ownTables());
            fill(files);

            assertThat(SecretStores.copy(files, tables, progress -> {})).isEqualTo(new StoreCopyReport(MANY, 0));
            assertThat(SecretStores.copy(tables, back, progress -> {})).isEqualTo(new StoreCopyReport(MANY, 0));

            assertThat(content(back)).hasSize(MANY).isEqualTo(content(files));
        }
    }

    private static void fill(SecretStore store) {
        Concurrently.run(THREADS, thread -> {
            for (int i = thread; i < MANY; i += THREADS) {
                String name = "many/%06d".formatted(i);
                store.commit(new SecretChange.Create(
                        Sample.secret(name, 1), List.of(Sample.value(name, 1, 300), Sample.value(name, 2, 300))));
            }
        });
    }

    private static Map<StoredSecret, Set<StoredValue>> content(SecretStore store) {
        Map<StoredSecret, Set<StoredValue>> content = new HashMap<>();
        SecretStores.forEach(
                store, record -> content.put(record, Set.copyOf(store.values(record.name(), record.secretUid()))));
        return content;
    }
}
