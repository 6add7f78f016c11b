package dev.secrets.store.file.index;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Where everything lies. A secret is a row: its latest record, its name, its due time, and the first of its values, which
 * {@link ValueLists} holds. Beside the rows are the names, to find them by, and two orders.
 */
public final class SecretIndex {
    private static final int RECORD_AT = 0;
    private static final int NAME = 1;
    private static final int DUE_AT = 2;
    /** The record's length in the upper half, the first value's row in the lower. */
    private static final int LENGTH_AND_VALUES = 3;

    private static final int SEED = new SecureRandom().nextInt();

    private final Rows secrets = new Rows(4);
    private final TextBlocks texts = new TextBlocks();
    private final ValueLists values = new ValueLists(texts);
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
        secrets.setUpper(row, LENGTH_AND_VALUES, location.length());
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
        secrets.setLower(row, LENGTH_AND_VALUES, Rows.NONE);
        names.add(name, row);
        byName.add(row, other -> texts.compare(secrets.get(other, NAME), name));
        return row;
    }

    private void putValues(int row, PutBody body, boolean fresh, RecordLocation location) {
        int first = firstValue(row);
        if (fresh) {
            values.removeAll(first);
            first = Rows.NONE;
        }
        for (byte[] versionId : body.removed()) {
            first = values.remove(first, versionId);
        }
        for (PutBody.Value value : body.values()) {
            first = values.put(first, value.versionId(), location, value.encodedLength());
        }
        secrets.setLower(row, LENGTH_AND_VALUES, first);
    }

    /** Takes in a record that deletes a secret; a name that there is not is ignored. */
    public void delete(byte[] name) {
        int row = names.find(name);
        if (row != Rows.NONE) {
            holdsDeleted = true;
            values.removeAll(firstValue(row));
            removeDue(row);
            byName.remove(row);
            names.remove(name);
            secrets.free(row);
        }
    }

    /** Returns where the name's latest record lies. */
    public Optional<RecordLocation> find(byte[] name) {
        int row = names.find(name);
        return row == Rows.NONE ? Optional.empty() : Optional.of(recordOf(row));
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
        return Optional.of(new SecretLocation(recordOf(row), values.locate(firstValue(row))));
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
        long last = PutBody.millis(until);
        long start = PutBody.millis(after.dueAt());
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

    /** Is below for the place itself, so that the first row not below is the one behind it. */
    private int comparedBehind(int row, long dueAt, byte[] name) {
        int times = Long.compare(secrets.get(row, DUE_AT), dueAt);
        if (times != 0) {
            return times;
        }
        return texts.compare(secrets.get(row, NAME), name) > 0 ? 1 : -1;
    }

    /**
     * Returns how many bytes of the journal are still needed: the latest record of each secret, and the values that lie in earlier
     * ones. What else those hold, the records of then, is needed no more.
     */
    public long liveBytes() {
        long[] live = new long[1];
        visitNames(new byte[0], row -> {
            RecordLocation record = recordOf(row);
            live[0] += record.length() + values.lengthOutside(firstValue(row), record);
            return true;
        });
        return live[0];
    }

    private RecordLocation recordOf(int row) {
        return new RecordLocation(secrets.get(row, RECORD_AT), secrets.upper(row, LENGTH_AND_VALUES));
    }

    private byte[] nameOf(int row) {
        return texts.get(secrets.get(row, NAME));
    }

    private int firstValue(int row) {
        return secrets.lower(row, LENGTH_AND_VALUES);
    }

    private int compareNames(int row, int other) {
        return row == other ? 0 : texts.compare(secrets.get(row, NAME), secrets.get(other, NAME));
    }

    private int compareDue(int row, int other) {
        int times = Long.compare(secrets.get(row, DUE_AT), secrets.get(other, DUE_AT));
        return times != 0 ? times : compareNames(row, other);
    }

    /** The names of rows, for the table. */
    private final class RowNames implements NameTable.Names {
        @Override
        public int hash(byte[] name) {
            return TextBlocks.hash(name, SEED);
        }

        @Override
        public boolean equal(int row, byte[] name) {
            return texts.equal(secrets.get(row, NAME), name);
        }
    }
}
