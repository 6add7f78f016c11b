package dev.secrets.store.jdbc;

import java.util.Optional;
import java.util.function.Function;

/**
 * A server that all tests share: by the binaries of a Maven artifact where those run, otherwise by those found on the machine,
 * otherwise none, and then each test that needs it is skipped by the database's name and with the reason.
 */
final class AvailableServer<B, S> {
    private final String database;
    private final Function<Optional<B>, S> start;
    private final Function<InstalledPrograms, Optional<B>> find;
    private Optional<S> started = Optional.empty();
    private Optional<String> unavailable = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param find finds the programs of an installed server
     * @param start starts a server by such programs, or by the embedded ones
     */
    AvailableServer(String database, Function<InstalledPrograms, Optional<B>> find, Function<Optional<B>, S> start) {
        this.database = database;
        this.find = find;
        this.start = start;
    }

    /** Returns the server; aborts the test if there is none. */
    synchronized S get() {
        if (started.isEmpty() && unavailable.isEmpty()) {
            start();
        }
        unavailable.ifPresent(reason -> TestDatabase.skip(database, reason));
        return started.orElseThrow();
    }

    private void start() {
        if (!Boolean.getBoolean("installedServers")) {
            try {
                started = Optional.of(start.apply(Optional.empty()));
                return;
            } catch (RuntimeException | LinkageError | AssertionError failure) {
                System.out.println("The embedded " + database + " does not run here: " + failure);
            }
        }
        Optional<B> installed = find.apply(InstalledPrograms.ofThisMachine());
        if (installed.isPresent()) {
            started = Optional.of(start.apply(installed));
        } else {
            unavailable = Optional.of("its embedded server does not run here, and none is found on the machine");
        }
    }
}
