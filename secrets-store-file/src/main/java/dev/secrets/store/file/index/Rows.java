package dev.secrets.store.file.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a few numbers each, in blocks, so that growing copies nothing and wastes at most a block. A row that is freed is used
 * again; the free rows form a list through their first column.
 */
final class Rows {
    /** Stands for "no row". */
    static final int NONE = -1;

    private static final int BLOCK_ROWS = 1024;

    private final int columns;
    private final List<long[]> blocks = new ArrayList<>();
    private int used;
    private int firstFree = NONE;

    Rows(int columns) {
        this.columns = columns;
    }

    int allocate() {
        if (firstFree != NONE) {
            int row = firstFree;
            firstFree = (int) get(row, 0);
            return row;
        }
        if (used == blocks.size() * BLOCK_ROWS) {
            blocks.add(new long[BLOCK_ROWS * columns]);
        }
        return used++;
    }

    void free(int row) {
        set(row, 0, firstFree);
        firstFree = row;
    }

    long get(int row, int column) {
        return blocks.get(row / BLOCK_ROWS)[row % BLOCK_ROWS * columns + column];
    }

    void set(int row, int column, long value) {
        blocks.get(row / BLOCK_ROWS)[row % BLOCK_ROWS * columns + column] = value;
    }

    /** Returns the number in the upper half of a column. */
    int upper(int row, int column) {
        return (int) (get(row, column) >>> Integer.SIZE);
    }

    /** Returns the number in the lower half of a column. */
    int lower(int row, int column) {
        return (int) get(row, column);
    }

    void setUpper(int row, int column, int value) {
        set(row, column, joined(value, lower(row, column)));
    }

    void setLower(int row, int column, int value) {
        set(row, column, joined(upper(row, column), value));
    }

    private static long joined(int upper, int lower) {
        return (long) upper << Integer.SIZE | Integer.toUnsignedLong(lower);
    }
}
