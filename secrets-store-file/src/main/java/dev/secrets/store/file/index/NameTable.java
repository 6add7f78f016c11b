package dev.secrets.store.file.index;

import java.util.Arrays;

/**
 * From names to rows: a hash table with open addressing and linear probing. An entry is a row number and the hash of its name, so
 * that a search looks at a name only when it is most likely the right one; the names themselves are where the rows say they are. At
 * most three quarters full. Removal moves later entries back, so that there are no tombstones and a search ends at the first empty
 * place.
 */
final class NameTable {
    private static final long EMPTY = Rows.NONE;

    private final Names names;
    private long[] table = emptied(1024);
    private int size;

    /** Knows the names of the rows. */
    interface Names {
        int hash(byte[] name);

        boolean equal(int row, byte[] name);
    }

    NameTable(Names names) {
        this.names = names;
    }

    int size() {
        return size;
    }

    private static long entry(int hash, int row) {
        return (long) hash << Integer.SIZE | row;
    }

    private static int hash(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    private static int row(long entry) {
        return (int) entry;
    }

    /** Returns the row of the name, or {@link Rows#NONE}. */
    int find(byte[] name) {
        return row(table[place(name)]);
    }

    /** Returns the place of the name, or the empty one where it would be. */
    private int place(byte[] name) {
        int hash = names.hash(name);
        int at = hash & mask();
        while (table[at] != EMPTY && !(hash(table[at]) == hash && names.equal(row(table[at]), name))) {
            at = at + 1 & mask();
        }
        return at;
    }

    /** Adds a row whose name is not in the table. */
    void add(byte[] name, int row) {
        if ((size + 1) * 4L > table.length * 3L) {
            grow();
        }
        place(entry(names.hash(name), row));
        size++;
    }

    private void place(long entry) {
        int at = hash(entry) & mask();
        while (table[at] != EMPTY) {
            at = at + 1 & mask();
        }
        table[at] = entry;
    }

    private void grow() {
        long[] old = table;
        table = emptied(old.length * 2);
        Arrays.stream(old).filter(entry -> entry != EMPTY).forEach(this::place);
    }

    /** Removes a name that is in the table. */
    void remove(byte[] name) {
        int hole = place(name);
        for (int at = hole + 1 & mask(); table[at] != EMPTY; at = at + 1 & mask()) {
            int home = hash(table[at]) & mask();
            boolean reachesHole = (at - home & mask()) >= (at - hole & mask());
            if (reachesHole) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = EMPTY;
        size--;
    }

    private int mask() {
        return table.length - 1;
    }

    private static long[] emptied(int length) {
        long[] table = new long[length];
        Arrays.fill(table, EMPTY);
        return table;
    }
}
