package dev.secrets.store.file.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that are read by position: a file. */
@FunctionalInterface
public interface ByteSource {
    /** Reads until the buffer is full or the bytes end, and returns how many were read. */
    int read(ByteBuffer into, long position) throws IOException;
}
