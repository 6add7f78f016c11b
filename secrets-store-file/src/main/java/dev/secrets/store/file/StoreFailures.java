package dev.secrets.store.file;

import dev.secrets.model.RootKeyException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.format.DamagedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Says in the words of the storage SPI what went wrong beneath. */
final class StoreFailures {
    private static final String SALVAGE = "FileSecretStore.salvage copies out what is intact";
    private static final String REMEDY_WHILE_OPEN = ". Go back to a backup, or: " + SALVAGE;

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
            throw unavailable("", failure, REMEDY_WHILE_OPEN);
        } catch (RootKeyException refused) {
            throw new StoreUnavailableException(
                    "Another process began a new journal, and the root key does not open it: " + refused.getMessage()
                            + ". If the root key was changed, open the store anew with the new one; otherwise the same call"
                            + " succeeds when the root key is in reach",
                    true,
                    refused);
        }
    }

    /** Runs the access that closes a store; nobody can try that again. */
    static <R> R closing(Access<R> access) {
        try {
            return access.run();
        } catch (IOException failure) {
            throw new StoreUnavailableException(
                    "The store is closed, but not all of its files could be brought in order: " + failure.getMessage()
                            + ". Nothing that was acknowledged is lost; opening it anew tells",
                    false,
                    failure);
        }
    }

    /** Runs an access that opens a store; a root key that does not open it is the caller's to know. */
    static <R> R opening(Path directory, Access<R> access) {
        return opening(
                directory,
                access,
                ". If this is a copy, FileSecretStore.openRestored opens one that merely lacks its end, HEAD or CURRENT; "
                        + SALVAGE);
    }

    /** Runs an access that opens a restored copy. */
    static <R> R openingRestored(Path directory, Access<R> access) {
        return opening(directory, access, ". " + SALVAGE);
    }

    /** Runs an access that salvages a store. */
    static <R> R salvaging(Path directory, Access<R> access) {
        return opening(directory, access, ". Go back to a backup");
    }

    /** Runs an access that changes the root key; one that is not the store's, or is out of reach, is the caller's to know. */
    static <R> R changingRootKey(Access<R> access) {
        try {
            return access.run();
        } catch (IOException failure) {
            throw unavailable("", failure, REMEDY_WHILE_OPEN);
        }
    }

    private static <R> R opening(Path directory, Access<R> access, String remedyForDamage) {
        try {
            return access.run();
        } catch (IOException failure) {
            throw unavailable(directory + " can't be opened: ", failure, remedyForDamage);
        }
    }

    private static StoreUnavailableException unavailable(String what, IOException failure, String remedyForDamage) {
        String remedy = failure instanceof DamagedException ? remedyForDamage : "";
        return new StoreUnavailableException(what + describe(failure) + remedy, isPassing(failure), failure);
    }

    private static boolean isPassing(IOException failure) {
        return !isOurs(failure)
                && !(failure instanceof NoSuchFileException)
                && !(failure instanceof AccessDeniedException);
    }

    private static boolean isOurs(IOException failure) {
        return failure.getClass().getModule() == StoreFailures.class.getModule();
    }

    /** The messages of the platform's exceptions are often only a path. */
    private static String describe(IOException failure) {
        if (isOurs(failure)) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof AccessDeniedException denied) {
            return "This process may not access " + denied.getFile()
                    + ": it must belong to the user who runs the process, and be"
                    + " on a file system that is mounted for writing";
        }
        if (failure instanceof NoSuchFileException absent) {
            return absent.getFile() + " does not exist"
                    + Optional.ofNullable(absent.getReason())
                            .map(reason -> ": " + reason)
                            .orElse("");
        }
        return "The store's files could not be accessed (" + failure.getMessage()
                + "). Nothing was changed; when the disk is in order and has room, the same call may succeed";
    }
}
