package dev.secrets.store.file.index;

import java.util.Arrays;

/**
 * From names to rows: a hash table with open addressing and linear probing that holds nothing but row numbers; the names are
 * compared where the rows say they are. At most three quarters full. Removal moves later entries back, so that there are no
 * tombstones and a search ends at the first empty place.
 */
final class NameTable {
    private final Names names;
    private int[] table = emptied(1024);
    private int size;

    /** Knows the names of the rows. */
    interface Names {
        int hash(int row);

        int hash(byte[] name);

        boolean equal(int row, byte[] name);
    }

    NameTable(Names names) {
        this.names = names;
    }

    int size() {
        return size;
    }

    /** Returns the row of the name, or {@link Rows#NONE}. */
    int find(byte[] name) {
        int at = names.hash(name) & mask();
        while (table[at] != Rows.NONE && !names.equal(table[at], name)) {
            at = at + 1 & mask();
        }
        return table[at];
    }

    /** Adds a row whose name is not in the table. */
    void add(int row) {
        if ((size + 1) * 4L > table.length * 3L) {
            grow();
        }
        place(row);
        size++;
    }

    private void place(int row) {
        int at = names.hash(row) & mask();
        while (table[at] != Rows.NONE) {
            at = at + 1 & mask();
        }
        table[at] = row;
    }

    private void grow() {
        int[] old = table;
        table = emptied(old.length * 2);
        Arrays.stream(old).filter(row -> row != Rows.NONE).forEach(this::place);
    }

    /** Removes a row that is in the table. */
    void remove(int row) {
        int hole = names.hash(row) & mask();
        while (table[hole] != row) {
            hole = hole + 1 & mask();
        }
        int at = hole;
        while (true) {
            at = at + 1 & mask();
            if (table[at] == Rows.NONE) {
                break;
            }
            int home = names.hash(table[at]) & mask();
            boolean reachesHole = (at - home & mask()) >= (at - hole & mask());
            if (reachesHole) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = Rows.NONE;
        size--;
    }

    private int mask() {
        return table.length - 1;
    }

    private static int[] emptied(int length) {
        int[] table = new int[length];
        Arrays.fill(table, Rows.NONE);
        return table;
    }
}
