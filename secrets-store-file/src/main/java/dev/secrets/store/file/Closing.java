package dev.secrets.store.file;

import dev.secrets.store.file.StoreFailures.Access;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes things, each even if one before it could not be closed, and what was opened for nothing. */
final class Closing {
    private Closing() {}

    /** Does what takes over what was opened, which is closed if that fails, be it by an Error: it would stay open for good. */
    static <R> R onFailure(Closeable opened, Access<R> takingOver) throws IOException {
        try {
            return takingOver.run();
        } catch (IOException | RuntimeException | Error failure) {
            close(opened, failure);
            throw failure;
        }
    }

    private static void close(Closeable opened, Throwable failure) {
        try {
            opened.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    /** Closes in the order given; the first failure is thrown, with the others attached. */
    static void all(Closeable... all) throws IOException {
        @Nullable IOException failure = null;
        for (Closeable each : all) {
            failure = closed(each, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException closed(Closeable each, @Nullable IOException earlier) {
        try {
            each.close();
            return earlier;
        } catch (IOException failure) {
            if (earlier == null) {
                return failure;
            }
            earlier.addSuppressed(failure);
            return earlier;
        }
    }
}
