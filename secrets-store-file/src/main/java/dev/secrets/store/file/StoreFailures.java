package dev.secrets.store.file;

import dev.secrets.model.RootKeyException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.UnknownFormatException;
import dev.secrets.store.file.fs.AlreadyOpenException;
import dev.secrets.store.file.fs.UnsafePathException;
import java.io.IOException;

/** Says in the words of the storage SPI what went wrong beneath. */
final class StoreFailures {
    private StoreFailures() {}

    /** An operation that touches files. */
    @FunctionalInterface
    interface Access<R> {
        R run() throws IOException;
    }

    /** Runs the access of an open store. */
    static <R> R accessing(Access<R> access) {
        try {
            return access.run();
        } catch (IOException failure) {
            throw unavailable(failure, "");
        } catch (RootKeyException changed) {
            throw new StoreUnavailableException(
                    "The root key of the store was changed by another process; open the store anew with the new one",
                    false,
                    changed);
        }
    }

    /** Runs an access that opens a store; a root key that does not open it is the caller's to know. */
    static <R> R opening(Access<R> access) {
        try {
            return access.run();
        } catch (IOException failure) {
            throw unavailable(
                    failure,
                    ". If this is a copy, FileSecretStore.openRestored opens one that merely lacks its end or its HEAD;"
                            + " FileSecretStore.salvage copies out what is intact");
        }
    }

    private static StoreUnavailableException unavailable(IOException failure, String remedy) {
        if (failure instanceof DamagedException) {
            return new StoreUnavailableException(failure.getMessage() + remedy, false, failure);
        }
        boolean lasting = failure instanceof UnknownFormatException
                || failure instanceof AlreadyOpenException
                || failure instanceof UnsafePathException;
        return new StoreUnavailableException(describe(failure), !lasting, failure);
    }

    /** The messages of the platform's exceptions are often only a path. */
    private static String describe(IOException failure) {
        return failure.getClass().getModule() == StoreFailures.class.getModule()
                ? String.valueOf(failure.getMessage())
                : "The store's files could not be accessed: " + failure;
    }
}
