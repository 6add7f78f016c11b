package dev.secrets.store.file;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things, each even if one before it could not be closed. */
final class Closing {
    private Closing() {}

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
