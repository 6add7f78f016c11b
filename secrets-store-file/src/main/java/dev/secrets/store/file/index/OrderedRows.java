package dev.secrets.store.file.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Rows in an order: sorted blocks of row numbers. Finding a place is two binary searches, changing moves a part of one block, and
 * adding at the end, which is how a compacted journal is read, is a single comparison. A row must not change its place while it
 * is in here: it is removed before, and added again.
 */
final class OrderedRows {
    private static final int BLOCK = 512;

    private final IntBinaryOperator order;
    private final List<Block> blocks = new ArrayList<>();

    /** Orders by the comparison of two rows, which is never 0 for different ones. */
    OrderedRows(IntBinaryOperator order) {
        this.order = order;
    }

    void add(int row) {
        add(row, other -> order.applyAsInt(other, row));
    }

    /**
     * Adds a row.
     *
     * @param comparedToRow how another row compares to it, if that is known at less cost
     */
    void add(int row, IntUnaryOperator comparedToRow) {
        if (blocks.isEmpty()) {
            blocks.add(new Block(new int[BLOCK], 0));
        }
        int index = blocks.size() - 1;
        if (blocks.get(index).comparedFirst(comparedToRow) > 0) {
            index = Math.max(0, firstBlock(comparedToRow) - 1);
        }
        Block block = blocks.get(index);
        if (block.size == BLOCK) {
            block = split(index, comparedToRow);
        }
        block.add(row, comparedToRow);
    }

    /** A full last block that is added to at its end stays full: a sorted load then fills all blocks. */
    private Block split(int index, IntUnaryOperator comparedToRow) {
        Block full = blocks.get(index);
        boolean atTheEnd = index == blocks.size() - 1 && comparedToRow.applyAsInt(full.rows[BLOCK - 1]) < 0;
        int keep = atTheEnd ? BLOCK : BLOCK / 2;
        Block upper = new Block(Arrays.copyOf(Arrays.copyOfRange(full.rows, keep, BLOCK), BLOCK), BLOCK - keep);
        full.size = keep;
        blocks.add(index + 1, upper);
        return upper.comparedFirst(comparedToRow) < 0 ? upper : full;
    }

    void remove(int row) {
        int index = firstBlock(other -> order.applyAsInt(other, row)) - 1;
        if (index + 1 < blocks.size() && blocks.get(index + 1).rows[0] == row) {
            index++;
        }
        Block block = blocks.get(index);
        block.remove(row);
        if (block.size == 0) {
            blocks.remove(index);
        }
    }

    /** Visits rows in order, from the first that does not compare below, until the visitor says no. */
    void visit(IntUnaryOperator comparedToStart, IntPredicate visitor) {
        for (int index = Math.max(0, firstBlock(comparedToStart) - 1); index < blocks.size(); index++) {
            Block block = blocks.get(index);
            for (int at = block.firstNotBelow(comparedToStart); at < block.size; at++) {
                if (!visitor.test(block.rows[at])) {
                    return;
                }
            }
        }
    }

    /** Returns the index of the first block whose first row does not compare below. */
    private int firstBlock(IntUnaryOperator compared) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compared.applyAsInt(blocks.get(middle).rows[0]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Block {
        private final int[] rows;
        private int size;

        Block(int[] rows, int size) {
            this.rows = rows;
            this.size = size;
        }

        /** Says how the first row compares; an empty block is below everything. */
        int comparedFirst(IntUnaryOperator compared) {
            return size == 0 ? -1 : compared.applyAsInt(rows[0]);
        }

        void add(int row, IntUnaryOperator comparedToRow) {
            int at = size == 0 || comparedToRow.applyAsInt(rows[size - 1]) < 0 ? size : firstNotBelow(comparedToRow);
            System.arraycopy(rows, at, rows, at + 1, size - at);
            rows[at] = row;
            size++;
        }

        void remove(int row) {
            int at = firstNotBelow(other -> other == row ? 0 : order.applyAsInt(other, row));
            if (at == size || rows[at] != row) {
                throw new IllegalStateException("The row is not where its order says");
            }
            System.arraycopy(rows, at + 1, rows, at, size - at - 1);
            size--;
        }

        int firstNotBelow(IntUnaryOperator compared) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (compared.applyAsInt(rows[middle]) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
