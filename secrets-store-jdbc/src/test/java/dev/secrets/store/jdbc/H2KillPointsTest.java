package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.StoreConflictException;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;

/**
 * An embedded H2 as a kill leaves it after each write to its file, while several threads changed secrets: what was acknowledged by then is
 * there, nothing is there by halves, and every secret can be changed.
 */
final class H2KillPointsTest {
    private static final int WRITERS = 4;
    private static final int ATTEMPTS = Scale.of(40, 250);
    private static final List<String> NAMES = List.of("one", "two");
    private static final int VALUE_LENGTH = 500;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private final RecordedFiles.Writes writes = RecordedFiles.writes("memFS:/kills.mv.db");
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    /** A revision that was acknowledged when so many writes had been made. */
    private record Acknowledged(String name, long revision, int writes) {}

    @Test
    void kill_afterAnyWrite_losesNothing() throws IOException {
        writeConcurrently();
        Random random = Scale.random("H2 is killed after its writes");
        FilePath left = FilePath.get("memFS:/left.mv.db");
        try (FileChannel file = FilePath.get("memFS:/replayed.mv.db").open("rw")) {
            int opened = 0;
            for (int count = 1; count <= writes.count(); count++) {
                writes.get(count - 1).to(file);
                if (count >= firstAcknowledged() && (Scale.FULL || random.nextInt(4) == 0)) {
                    copy(file, left);
                    int made = count;
                    assertTimeoutPreemptively(LONG_ENOUGH, () -> assertWhole(made), () -> "after write " + made);
                    opened++;
                }
            }
            System.out.println(acknowledged.size() + " changes, " + writes.count() + " writes, " + opened + " kills");
        }
    }

    private void writeConcurrently() {
        try (HikariDataSource pool = TestDatabase.newPool("jdbc:h2:recorded:memFS:/kills", WRITERS)) {
            JdbcSecretStore store = TestDatabase.newStore(pool, JdbcStoreOptions.defaults());
            NAMES.forEach(name -> {
                store.commit(Sample.create(name, VALUE_LENGTH));
                acknowledge(name, 1);
            });
            Concurrently.run(WRITERS, writer -> {
                for (int i = 0; i < ATTEMPTS; i++) {
                    attempt(store, NAMES.get(i % NAMES.size()));
                }
            });
        }
    }

    /** Of several that change the same secret, all but one lose. */
    private void attempt(JdbcSecretStore store, String name) {
        long revision = store.findLatest(name).orElseThrow().secret().revision();
        try {
            store.commit(Sample.update(name, revision, VALUE_LENGTH));
            acknowledge(name, revision + 1);
        } catch (StoreConflictException lost) {
            // as it should be
        }
    }

    private void acknowledge(String name, long revision) {
        acknowledged.add(new Acknowledged(name, revision, writes.count()));
    }

    private int firstAcknowledged() {
        return acknowledged.element().writes();
    }

    private static void copy(FileChannel from, FilePath to) throws IOException {
        to.delete();
        try (FileChannel file = to.open("rw")) {
            ByteBuffer bytes = ByteBuffer.allocate((int) from.size());
            from.read(bytes, 0);
            file.write(bytes.flip(), 0);
        }
    }

    private void assertWhole(int written) {
        try (HikariDataSource pool = TestDatabase.newPool("jdbc:h2:memFS:/left", 2)) {
            JdbcSecretStore store = new JdbcSecretStore(pool);
            Map<String, Long> revisions = Writers.revisionsOfWhole(store, VALUE_LENGTH);
            Stream<Acknowledged> atMost = acknowledged.stream().filter(change -> change.writes() <= written);
            assertThat(atMost.filter(change -> revisions.getOrDefault(change.name(), 0L) < change.revision()))
                    .as("lost after write " + written)
                    .isEmpty();
            revisions.forEach((name, revision) -> store.commit(Sample.update(name, revision, VALUE_LENGTH)));
            store.commit(Sample.create("another", VALUE_LENGTH));
        }
    }
}
