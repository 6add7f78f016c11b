package dev.secrets.store.file.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short texts as bytes, one behind the other, each with its length before it. A text is added and never removed. */
final class TextBlocks {
    private static final int BLOCK = 64 << 10;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<byte[]> blocks = new ArrayList<>();
    private int usedInLast = BLOCK;

    /** Adds a text and returns its reference. */
    long add(byte[] text) {
        int needed = text.length + Short.BYTES;
        if (needed > BLOCK) {
            throw new IllegalArgumentException(
                    "A text has " + text.length + " bytes; at most " + (BLOCK - Short.BYTES));
        }
        if (usedInLast + needed > BLOCK) {
            blocks.add(new byte[BLOCK]);
            usedInLast = 0;
        }
        byte[] block = blocks.get(blocks.size() - 1);
        int at = usedInLast;
        block[at] = (byte) (text.length >> 8);
        block[at + 1] = (byte) text.length;
        System.arraycopy(text, 0, block, at + Short.BYTES, text.length);
        usedInLast += needed;
        return (blocks.size() - 1) * (long) BLOCK + at;
    }

    byte[] get(long reference) {
        byte[] block = block(reference);
        int start = start(reference);
        return Arrays.copyOfRange(block, start, end(block, start));
    }

    boolean equal(long reference, byte[] text) {
        byte[] block = block(reference);
        int start = start(reference);
        return Arrays.equals(block, start, end(block, start), text, 0, text.length);
    }

    /** Compares as unsigned bytes, which for UTF-8 is the order of the code points. */
    int compare(long reference, byte[] text) {
        byte[] block = block(reference);
        int start = start(reference);
        return Arrays.compareUnsigned(block, start, end(block, start), text, 0, text.length);
    }

    int compare(long reference, long other) {
        byte[] block = block(reference);
        int start = start(reference);
        byte[] otherBlock = block(other);
        int otherStart = start(other);
        return Arrays.compareUnsigned(
                block, start, end(block, start), otherBlock, otherStart, end(otherBlock, otherStart));
    }

    /** Depends on a seed that is different in each process, so that nobody can choose names that collide. */
    static int hash(byte[] bytes, int seed) {
        int hash = seed;
        int at = 0;
        for (; at + Integer.BYTES <= bytes.length; at += Integer.BYTES) {
            hash = mixed(hash, (int) INTS.get(bytes, at));
        }
        for (; at < bytes.length; at++) {
            hash = mixed(hash, bytes[at]);
        }
        hash *= 0x85EBCA6B;
        return hash ^ hash >>> 13;
    }

    private static int mixed(int hash, int bits) {
        int mixed = (hash ^ bits) * 0x9E3779B1;
        return mixed ^ mixed >>> 15;
    }

    private byte[] block(long reference) {
        return blocks.get((int) (reference / BLOCK));
    }

    private static int start(long reference) {
        return (int) (reference % BLOCK) + Short.BYTES;
    }

    private static int end(byte[] block, int start) {
        return start + ((block[start - 2] & 0xFF) << 8 | block[start - 1] & 0xFF);
    }
}
