package dev.secrets.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who listen on PostgreSQL of changes that were made: right after them, and not in their transactions. One that notifies
 * keeps all others that do so waiting until it is on the disk, so that no two changes would share a sync; here one transaction
 * tells of all that came together, and is not waited for by anybody. A node that dies before it has told leaves the others to the
 * staleness of their caches, as a broken connection does. Thread-safe.
 */
final class ChangeTeller {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeTeller.class);

    /** What is told needs no sync of its own: that it came to pass is on the disk already. */
    private static final String TELL = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(?, name)"
            + " FROM unnest(?::text[]) AS changed(name)";

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** How long changes come together, so that a busy database hears of many at once. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    /** How long closing waits for the last to be told. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Connections connections;
    private final String channel;

    /** Guarded by itself. */
    private final Set<String> untold = new LinkedHashSet<>();

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, ChangeTeller::thread);

    ChangeTeller(Connections connections, String channel) {
        this.connections = connections;
        this.channel = channel;
        thread.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "secrets-store-jdbc changes");
        thread.setDaemon(true);
        return thread;
    }

    void changed(String name) {
        synchronized (untold) {
            boolean first = untold.isEmpty();
            untold.add(name);
            if (first && !thread.isShutdown()) {
                thread.schedule(this::tellUntold, GATHERING.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void tellUntold() {
        List<String> names = take();
        try {
            connections.lend(connection -> tell(connection, names));
        } catch (SQLException broken) {
            LOG.debug("Changes could not be told of", broken);
        }
    }

    private List<String> take() {
        synchronized (untold) {
            List<String> names = new ArrayList<>(untold);
            untold.clear();
            return names;
        }
    }

    private boolean tell(Connection connection, List<String> names) throws SQLException {
        try (PreparedStatement statement = connections.prepare(connection, TELL)) {
            new Parameters(statement).text(channel).texts(names);
            return statement.execute();
        }
    }

    /** Tells what is left; what a call that is still under way changes is not told any more. */
    void close() {
        synchronized (untold) {
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Changes are left untold");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
