package dev.secrets.store.file.index;

import dev.secrets.store.file.index.SecretIndex.ValueLocation;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of each secret lie. A value is a row: its version id, the record that holds it, how many bytes it takes there, and the next
 * value of the same secret. A list is known by its first row, {@link Rows#NONE} if it is empty; what changes a list returns the
 * first row from then on.
 */
final class ValueLists {
    private static final int RECORD_AT = 0;
    private static final int VERSION_ID = 1;
    /** The record's length in the upper half, the next value's row in the lower. */
    private static final int RECORD_LENGTH_AND_NEXT = 2;

    private static final int LENGTH = 3;

    private final Rows rows = new Rows(4);
    private final TextBlocks texts;

    ValueLists(TextBlocks texts) {
        this.texts = texts;
    }

    int put(int first, byte[] versionId, RecordLocation record, int length) {
        int value = find(first, versionId);
        int newFirst = first;
        if (value == Rows.NONE) {
            value = added(versionId, first);
            newFirst = value;
        }
        rows.set(value, RECORD_AT, record.at());
        rows.setUpper(value, RECORD_LENGTH_AND_NEXT, record.length());
        rows.set(value, LENGTH, length);
        return newFirst;
    }

    private int added(byte[] versionId, int next) {
        int value = rows.allocate();
        rows.set(value, VERSION_ID, texts.add(versionId));
        rows.setLower(value, RECORD_LENGTH_AND_NEXT, next);
        return value;
    }

    private int find(int first, byte[] versionId) {
        int value = first;
        while (value != Rows.NONE && !isOf(value, versionId)) {
            value = next(value);
        }
        return value;
    }

    private boolean isOf(int value, byte[] versionId) {
        return texts.equal(rows.get(value, VERSION_ID), versionId);
    }

    /** Removes the version's value; one that there is not is ignored. */
    int remove(int first, byte[] versionId) {
        int before = Rows.NONE;
        int value = first;
        while (value != Rows.NONE && !isOf(value, versionId)) {
            before = value;
            value = next(value);
        }
        return value == Rows.NONE ? first : unlinked(first, before, value);
    }

    private int unlinked(int first, int before, int value) {
        int next = next(value);
        rows.free(value);
        if (before == Rows.NONE) {
            return next;
        }
        rows.setLower(before, RECORD_LENGTH_AND_NEXT, next);
        return first;
    }

    void removeAll(int first) {
        for (int value = first; value != Rows.NONE; ) {
            int next = next(value);
            rows.free(value);
            value = next;
        }
    }

    List<ValueLocation> locate(int first) {
        List<ValueLocation> found = new ArrayList<>();
        for (int value = first; value != Rows.NONE; value = next(value)) {
            RecordLocation record =
                    new RecordLocation(rows.get(value, RECORD_AT), rows.upper(value, RECORD_LENGTH_AND_NEXT));
            found.add(new ValueLocation(texts.get(rows.get(value, VERSION_ID)), record));
        }
        return found;
    }

    /** Returns how many bytes the values take that do not lie in the record. */
    long lengthOutside(int first, RecordLocation record) {
        long length = 0;
        for (int value = first; value != Rows.NONE; value = next(value)) {
            if (rows.get(value, RECORD_AT) != record.at()) {
                length += rows.get(value, LENGTH);
            }
        }
        return length;
    }

    private int next(int value) {
        return rows.lower(value, RECORD_LENGTH_AND_NEXT);
    }
}
