package dev.secrets.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens to PostgreSQL's notifications on a connection that it keeps, and gets another one when that breaks. What was told in
 * the meantime is lost, so each time that it begins to listen it says that anything may have changed. A connection whose other
 * end vanished without a word is noticed by asking it something when it has been silent.
 */
final class NotificationThread extends Thread {
    /** Stands for "any name". */
    static final String ANY = "";

    /** How long it takes to notice that it shall end. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private static final int SILENT_WAITS_UNTIL_ASKED = 20;
    private static final Duration MIN_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final Connections connections;
    private final String channel;
    private final Reports reports;
    private final Consumer<String> changedName;
    private final Runnable welcome;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Duration pause = MIN_PAUSE;
    private boolean lost;

    /**
     * Makes a thread that listens once it is started.
     *
     * @param changedName is told of changes
     * @param welcome is run now and again while it listens, to let newcomers in
     */
    NotificationThread(
            Connections connections, String channel, Reports reports, Consumer<String> changedName, Runnable welcome) {
        super("secrets-store-jdbc notifications");
        setDaemon(true);
        this.connections = connections;
        this.channel = channel;
        this.reports = reports;
        this.changedName = changedName;
        this.welcome = welcome;
    }

    /** Makes the thread end soon. */
    void end() {
        ended.countDown();
    }

    @Override
    public void run() {
        boolean possible = true;
        while (possible && !hasEnded()) {
            possible = listenOnce();
        }
    }

    /** Returns whether there is a point in trying again. */
    private boolean listenOnce() {
        try {
            return connections.lend(this::listen);
        } catch (LinkageError driverIsAbsent) {
            reportImpossible();
            return false;
        } catch (SQLException
                | RuntimeException
                | Error broken) { // pools and what wraps a connection throw what they like
            if (!hasEnded() && !lost) {
                lost = true;
                reports.report(Reports.NOTIFICATIONS_LOST, "The listening connection broke: " + broken.getMessage());
            }
            pause();
            return true;
        }
    }

    private boolean listen(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            reportImpossible();
            return false;
        }
        execute(connection, "LISTEN " + channel);
        begin();
        forward(connection, connection.unwrap(PGConnection.class));
        execute(connection, "UNLISTEN *");
        return true;
    }

    private void begin() {
        pause = MIN_PAUSE;
        if (lost) {
            lost = false;
            reports.report(Reports.NOTIFICATIONS_RESUMED, "Changes of other nodes are told of again");
        }
        changedName.accept(ANY);
    }

    private void forward(Connection connection, PGConnection listening) throws SQLException {
        int silentWaits = 0;
        while (!hasEnded()) {
            welcome.run();
            PGNotification[] told = listening.getNotifications((int) WAIT.toMillis());
            silentWaits = told == null || told.length == 0 ? silentWaits + 1 : 0;
            if (silentWaits == SILENT_WAITS_UNTIL_ASKED) {
                execute(connection, "SELECT 1");
                silentWaits = 0;
            }
            for (int i = 0; told != null && i < told.length; i++) {
                changedName.accept(told[i].getParameter());
            }
        }
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connections.prepare(connection, sql)) {
            statement.execute();
        }
    }

    private void pause() {
        try {
            if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            end();
        }
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }

    private boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private void reportImpossible() {
        reports.report(
                Reports.NO_NOTIFICATIONS,
                "Changes of other nodes are told of by the driver org.postgresql alone; without it they are seen when caches go stale");
    }
}
