package dev.secrets.store.file.index;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Where everything lies. A secret is a row: its latest record, its name, its due time, and the first of its values; a value is a
 * row: its version id, the record that holds it, and the next value.
 */
public final class SecretIndex {
    private static final int RECORD_AT = 0;
    private static final int NAME = 1;
    private static final int DUE_AT = 2;
    /** The record's length in the upper half, the first value's row in the lower. */
    private static final int LENGTH_AND_VALUES = 3;

    private static final int VALUE_RECORD_AT = 0;
    private static final int VERSION_ID = 1;
    /** The record's length in the upper half, the next value's row in the lower. */
    private static final int LENGTH_AND_NEXT = 2;

    private static final int SEED = new SecureRandom().nextInt();

    private final Rows secrets = new Rows(4);
    private final Rows values = new Rows(3);
    private final TextBlocks texts = new TextBlocks();
    private final NameTable names = new NameTable(new RowNames());
    private final OrderedRows byName = new OrderedRows(this::compareNames);
    private final OrderedRows byDue = new OrderedRows(this::compareDue);
    private boolean holdsDeleted;

    /** Returns how many secrets there are. */
    public int size() {
        return names.size();
    }

    /** Returns whether the journal holds a secret that was deleted, or that another one of its name took the place of. */
    public boolean holdsDeleted() {
        return holdsDeleted;
    }

    /** Takes in a record that puts a secret. */
    public void put(PutBody body, boolean fresh, RecordLocation location) {
        int row = names.find(body.name());
        if (row == Rows.NONE) {
            row = added(body.name());
        } else {
            holdsDeleted |= fresh;
            removeDue(row);
        }
        secrets.set(row, RECORD_AT, location.at());
        setUpper(secrets, row, LENGTH_AND_VALUES, location.length());
        secrets.set(row, DUE_AT, body.dueAt());
        if (body.dueAt() != PutBody.NEVER) {
            byDue.add(row);
        }
        putValues(row, body, fresh, location);
    }

    private void removeDue(int row) {
        if (secrets.get(row, DUE_AT) != PutBody.NEVER) {
            byDue.remove(row);
        }
    }

    private int added(byte[] name) {
        int row = secrets.allocate();
        secrets.set(row, NAME, texts.add(name));
        setLower(secrets, row, LENGTH_AND_VALUES, Rows.NONE);
        names.add(row);
        byName.add(row);
        return row;
    }

    private void putValues(int row, PutBody body, boolean fresh, RecordLocation location) {
        if (fresh) {
            removeAllValues(row);
        }
        body.removed().forEach(versionId -> removeValue(row, versionId));
        body.values().forEach(value -> putValue(row, value.versionId(), location));
    }

    private void putValue(int row, byte[] versionId, RecordLocation location) {
        int value = findValue(row, versionId);
        if (value == Rows.NONE) {
            value = values.allocate();
            values.set(value, VERSION_ID, texts.add(versionId));
            setLower(values, value, LENGTH_AND_NEXT, firstValue(row));
            setLower(secrets, row, LENGTH_AND_VALUES, value);
        }
        values.set(value, VALUE_RECORD_AT, location.at());
        setUpper(values, value, LENGTH_AND_NEXT, location.length());
    }

    /** Takes in a record that deletes a secret; a name that there is not is ignored. */
    public void delete(byte[] name) {
        int row = names.find(name);
        if (row != Rows.NONE) {
            holdsDeleted = true;
            removeAllValues(row);
            removeDue(row);
            byName.remove(row);
            names.remove(row);
            secrets.free(row);
        }
    }

    private void removeAllValues(int row) {
        int value = firstValue(row);
        while (value != Rows.NONE) {
            int next = nextValue(value);
            values.free(value);
            value = next;
        }
        setLower(secrets, row, LENGTH_AND_VALUES, Rows.NONE);
    }

    private void removeValue(int row, byte[] versionId) {
        int before = Rows.NONE;
        for (int value = firstValue(row); value != Rows.NONE; value = nextValue(value)) {
            if (texts.equal(values.get(value, VERSION_ID), versionId)) {
                unlink(row, before, value);
                return;
            }
            before = value;
        }
    }

    private void unlink(int row, int before, int value) {
        int next = nextValue(value);
        if (before == Rows.NONE) {
            setLower(secrets, row, LENGTH_AND_VALUES, next);
        } else {
            setLower(values, before, LENGTH_AND_NEXT, next);
        }
        values.free(value);
    }

    /** Returns where the name's latest record lies. */
    public Optional<RecordLocation> find(byte[] name) {
        int row = names.find(name);
        return row == Rows.NONE ? Optional.empty() : Optional.of(recordOf(row));
    }

    /** Returns where the version's value lies. */
    public Optional<RecordLocation> findValue(byte[] name, byte[] versionId) {
        int row = names.find(name);
        int value = row == Rows.NONE ? Rows.NONE : findValue(row, versionId);
        return value == Rows.NONE ? Optional.empty() : Optional.of(valueLocation(value));
    }

    private int findValue(int row, byte[] versionId) {
        int value = firstValue(row);
        while (value != Rows.NONE && !texts.equal(values.get(value, VERSION_ID), versionId)) {
            value = nextValue(value);
        }
        return value;
    }

    /**
     * Where one secret lies.
     *
     * @param record its latest record
     * @param values its values
     */
    public record SecretLocation(RecordLocation record, List<ValueLocation> values) {}

    /**
     * Where one value lies.
     *
     * @param versionId the version
     * @param record the record that holds the value
     */
    public record ValueLocation(byte[] versionId, RecordLocation record) {}

    /** Returns where the secret and all its values lie. */
    public Optional<SecretLocation> locate(byte[] name) {
        int row = names.find(name);
        if (row == Rows.NONE) {
            return Optional.empty();
        }
        List<ValueLocation> found = new ArrayList<>();
        for (int value = firstValue(row); value != Rows.NONE; value = nextValue(value)) {
            found.add(new ValueLocation(texts.get(values.get(value, VERSION_ID)), valueLocation(value)));
        }
        return Optional.of(new SecretLocation(recordOf(row), found));
    }

    /** Returns the records of the first names that are not below the one given, in order. */
    public List<RecordLocation> page(byte[] from, int limit) {
        List<RecordLocation> page = new ArrayList<>();
        visitNames(from, row -> {
            page.add(recordOf(row));
            return page.size() < limit;
        });
        return page;
    }

    /** Returns the first names that are not below the one given, in order. */
    public List<byte[]> names(byte[] from, int limit) {
        List<byte[]> found = new ArrayList<>();
        visitNames(from, row -> {
            found.add(nameOf(row));
            return found.size() < limit;
        });
        return found;
    }

    private void visitNames(byte[] from, IntPredicate visitor) {
        byName.visit(row -> texts.compare(secrets.get(row, NAME), from), visitor);
    }

    /** Returns secrets that are due, as {@link dev.secrets.store.SecretStore#due} says. */
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        long last = millis(until);
        long start = millis(after.dueAt());
        byte[] startName = Text.probe(after.name());
        List<DueSecret> due = new ArrayList<>();
        byDue.visit(row -> comparedBehind(row, start, startName), row -> {
            if (secrets.get(row, DUE_AT) > last) {
                return false;
            }
            due.add(new DueSecret(Text.decode(nameOf(row)), Instant.ofEpochMilli(secrets.get(row, DUE_AT))));
            return due.size() < limit;
        });
        return due;
    }

    /** Times that milliseconds can't hold are before or after everything. */
    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException beyond) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Is below for the place itself, so that the first row not below is the one behind it. */
    private int comparedBehind(int row, long dueAt, byte[] name) {
        int times = Long.compare(secrets.get(row, DUE_AT), dueAt);
        if (times != 0) {
            return times;
        }
        return texts.compare(secrets.get(row, NAME), name) > 0 ? 1 : -1;
    }

    /** Returns how many bytes of the journal are still needed, counted by whole records. */
    public long liveBytes() {
        long[] live = new long[1];
        visitNames(new byte[0], row -> {
            live[0] += liveBytes(row);
            return true;
        });
        return live[0];
    }

    private long liveBytes(int row) {
        Set<RecordLocation> records = new LinkedHashSet<>();
        records.add(recordOf(row));
        for (int value = firstValue(row); value != Rows.NONE; value = nextValue(value)) {
            records.add(valueLocation(value));
        }
        return records.stream().mapToLong(RecordLocation::length).sum();
    }

    private RecordLocation recordOf(int row) {
        return new RecordLocation(secrets.get(row, RECORD_AT), upper(secrets, row, LENGTH_AND_VALUES));
    }

    private RecordLocation valueLocation(int value) {
        return new RecordLocation(values.get(value, VALUE_RECORD_AT), upper(values, value, LENGTH_AND_NEXT));
    }

    private byte[] nameOf(int row) {
        return texts.get(secrets.get(row, NAME));
    }

    private int firstValue(int row) {
        return lower(secrets, row, LENGTH_AND_VALUES);
    }

    private int nextValue(int value) {
        return lower(values, value, LENGTH_AND_NEXT);
    }

    private int compareNames(int row, int other) {
        return row == other ? 0 : texts.compare(secrets.get(row, NAME), secrets.get(other, NAME));
    }

    private int compareDue(int row, int other) {
        int times = Long.compare(secrets.get(row, DUE_AT), secrets.get(other, DUE_AT));
        return times != 0 ? times : compareNames(row, other);
    }

    private static int upper(Rows rows, int row, int column) {
        return (int) (rows.get(row, column) >>> 32);
    }

    private static int lower(Rows rows, int row, int column) {
        return (int) rows.get(row, column);
    }

    private static void setUpper(Rows rows, int row, int column, int value) {
        rows.set(row, column, (long) value << 32 | lower(rows, row, column) & 0xFFFFFFFFL);
    }

    private static void setLower(Rows rows, int row, int column, int value) {
        rows.set(row, column, (long) upper(rows, row, column) << 32 | value & 0xFFFFFFFFL);
    }

    /** The names of rows, for the table. */
    private final class RowNames implements NameTable.Names {
        @Override
        public int hash(int row) {
            return texts.hash(secrets.get(row, NAME), SEED);
        }

        @Override
        public int hash(byte[] name) {
            return TextBlocks.hash(name, 0, name.length, SEED);
        }

        @Override
        public boolean equal(int row, byte[] name) {
            return texts.equal(secrets.get(row, NAME), name);
        }
    }
}
