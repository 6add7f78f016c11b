package dev.secrets.store.file.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.testing.Scale;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The index and a plain map are told the same random changes, and must then say the same. */
final class SecretIndexTest {
    private static final int CHANGES = 20_000;
    private static final int NAMES = 3_000;
    private static final int VALUE = 100;

    private final long seed = Scale.seed();
    private final Random random = new Random(seed);
    private final SecretIndex index = new SecretIndex();
    private final Map<String, Model> model = new TreeMap<>();
    private long journalEnd = 8192;

    /** What the index should know of a secret. */
    private record Model(RecordLocation record, Optional<Instant> dueAt, Map<String, RecordLocation> values) {}

    @Test
    void queries_afterRandomChanges_sayWhatAMapSays() {
        System.out.println("index: seed " + seed);
        for (int i = 1; i <= CHANGES; i++) {
            change("name/" + random.nextInt(NAMES));
            if (i % 4_000 == 0) {
                check();
            }
        }
    }

    private void change(String name) {
        if (random.nextInt(4) == 0) {
            index.delete(Text.encode(name));
            model.remove(name);
        } else {
            put(name, random.nextInt(10) == 0);
        }
    }

    private void put(String name, boolean fresh) {
        Model before = model.get(name);
        Map<String, RecordLocation> values = new TreeMap<>(before == null || fresh ? Map.of() : before.values());
        List<String> removed = values.keySet().stream()
                .filter(version -> random.nextInt(3) == 0)
                .toList();
        Optional<Instant> dueAt =
                random.nextBoolean() ? Optional.of(Instant.ofEpochMilli(random.nextInt(500))) : Optional.empty();
        List<StoredValue> added = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            added.add(new StoredValue("version-" + random.nextInt(8) + i, SealedBytes.wrap(new byte[VALUE])));
        }
        byte[] body = PutBody.encode(
                new StoredSecret(name, "uid", 1, dueAt, Optional.empty(), SealedBytes.wrap(new byte[10])),
                removed,
                added);
        RecordLocation location = new RecordLocation(journalEnd, body.length + 50);
        journalEnd += location.length();
        index.put(decoded(body), fresh, location);
        removed.forEach(values::remove);
        added.forEach(value -> values.put(value.versionId(), location));
        model.put(name, new Model(location, dueAt, values));
    }

    private static PutBody decoded(byte[] body) {
        try {
            return PutBody.decode(ByteBuffer.wrap(body));
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void check() {
        assertThat(index.size()).isEqualTo(model.size());
        assertThat(index.names(new byte[0], NAMES).stream().map(Text::decode))
                .containsExactlyElementsOf(model.keySet());
        String from = "name/" + random.nextInt(NAMES);
        assertThat(index.page(Text.encode(from), 7))
                .isEqualTo(new TreeMap<>(model)
                        .tailMap(from).values().stream()
                                .map(Model::record)
                                .limit(7)
                                .toList());
        for (int i = 0; i < NAMES; i++) {
            checkOne("name/" + i);
        }
        checkDue();
        checkLiveBytes();
    }

    private void checkOne(String name) {
        Optional<Model> expected = Optional.ofNullable(model.get(name));
        assertThat(index.find(Text.encode(name))).isEqualTo(expected.map(Model::record));
        Map<String, RecordLocation> values = new TreeMap<>();
        index.locate(Text.encode(name))
                .ifPresent(found ->
                        found.values().forEach(value -> values.put(Text.decode(value.versionId()), value.record())));
        assertThat(values).isEqualTo(expected.map(Model::values).orElse(Map.of()));
    }

    private void checkDue() {
        List<DueSecret> due = new ArrayList<>();
        model.forEach((name, secret) -> secret.dueAt().ifPresent(at -> due.add(new DueSecret(name, at))));
        due.sort(Comparator.comparing(DueSecret::dueAt).thenComparing(DueSecret::name));
        assertThat(index.due(Instant.MAX, DueCursor.START, NAMES)).isEqualTo(due);
        DueSecret after = due.get(random.nextInt(due.size()));
        assertThat(index.due(Instant.ofEpochMilli(400), new DueCursor(after.dueAt(), after.name()), 5))
                .isEqualTo(due.subList(due.indexOf(after) + 1, due.size()).stream()
                        .filter(secret -> !secret.dueAt().isAfter(Instant.ofEpochMilli(400)))
                        .limit(5)
                        .toList());
    }

    /** The latest records, and the values in earlier ones with what is said about each. */
    private void checkLiveBytes() {
        long live = 0;
        for (Model secret : model.values()) {
            live += secret.record().length();
            for (Map.Entry<String, RecordLocation> value : secret.values().entrySet()) {
                boolean outside = !value.getValue().equals(secret.record());
                live += outside ? VALUE + value.getKey().length() + 6 : 0;
            }
        }
        assertThat(index.liveBytes()).isEqualTo(live);
    }
}
