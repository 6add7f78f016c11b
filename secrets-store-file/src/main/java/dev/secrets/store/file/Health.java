package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import java.util.Optional;

/**
 * Whether the store may still write. After a failed sync nobody knows what is on the disk, and a second sync would succeed
 * without having written: so the store never writes again, reads go on, and opening anew finds out (Rebello et al., "Can
 * Applications Recover from fsync Failures?"). Thread-safe.
 */
final class Health {
    private final Reports reports;
    private volatile Optional<Failure> failure = Optional.empty();
    private volatile boolean closed;

    private record Failure(String what, Throwable cause) {}

    Health(Reports reports) {
        this.reports = reports;
    }

    /** Ends all writing. The first reason is kept and reported. */
    void fail(String what, Throwable cause) {
        if (isFirst(new Failure(what, cause))) {
            reports.report(
                    Reports.STORE_FAILED,
                    what + ": " + cause + ". Reads go on; writes need the store to be opened anew");
        }
    }

    private synchronized boolean isFirst(Failure reason) {
        boolean first = failure.isEmpty();
        if (first) {
            failure = Optional.of(reason);
        }
        return first;
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("The store is closed", false);
        }
    }

    void requireNotFailed() {
        failure.ifPresent(reason -> {
            throw new StoreUnavailableException(
                    "The store failed (" + reason.what() + ") and only reads; close it and open it anew",
                    false,
                    reason.cause());
        });
    }
}
