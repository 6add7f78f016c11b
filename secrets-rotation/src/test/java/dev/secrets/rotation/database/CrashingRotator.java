package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationStep;
import dev.secrets.rotation.Rotator;
import dev.secrets.rotation.database.CrashPoint.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A single-user rotator with which something goes wrong, once, at one point. */
final class CrashingRotator implements Rotator {
    /** What goes wrong. */
    @FunctionalInterface
    interface Crash {
        void happen() throws Exception;
    }

    private final CrashPoint point;
    private final Crash crash;
    private final Rotator rotator;
    private final AtomicBoolean happened = new AtomicBoolean();

    CrashingRotator(Database database, CrashPoint point, Crash crash) {
        this.point = point;
        this.crash = crash;
        this.rotator = new SingleUserRotator(new WatchedDatabase(database));
    }

    private void reached(RotationStep step, Moment moment) {
        if (point.equals(new CrashPoint(step, moment)) && happened.compareAndSet(false, true)) {
            try {
                crash.happen();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    @Override
    public void createSecret(RotationContext context) throws Exception {
        reached(RotationStep.CREATE_SECRET, Moment.BEFORE);
        rotator.createSecret(new WatchedContext(context));
        reached(RotationStep.CREATE_SECRET, Moment.AFTER);
    }

    @Override
    public void setSecret(RotationContext context) throws Exception {
        reached(RotationStep.SET_SECRET, Moment.BEFORE);
        rotator.setSecret(context);
        reached(RotationStep.SET_SECRET, Moment.AFTER);
    }

    @Override
    public void testSecret(RotationContext context) throws Exception {
        reached(RotationStep.TEST_SECRET, Moment.BEFORE);
        rotator.testSecret(context);
        reached(RotationStep.TEST_SECRET, Moment.BETWEEN);
        reached(RotationStep.TEST_SECRET, Moment.AFTER);
    }

    @Override
    public void finishSecret(RotationContext context) throws Exception {
        reached(RotationStep.FINISH_SECRET, Moment.BEFORE);
        rotator.finishSecret(new WatchedContext(context));
        reached(RotationStep.FINISH_SECRET, Moment.AFTER);
    }

    /** The database whose password is changed, but nobody has noted that. */
    private final class WatchedDatabase implements Database {
        private final Database database;

        WatchedDatabase(Database database) {
            this.database = database;
        }

        @Override
        public Connection connect(DatabaseCredentials credentials) throws SQLException {
            return database.connect(credentials);
        }

        @Override
        public boolean isRefusal(SQLException failure) {
            return database.isRefusal(failure);
        }

        @Override
        public void lock(Connection connection, String username) throws SQLException {
            database.lock(connection, username);
        }

        @Override
        public void changeOwnPassword(Connection connection, String username, SecretValue password)
                throws SQLException {
            database.changeOwnPassword(connection, username, password);
            reached(RotationStep.SET_SECRET, Moment.BETWEEN);
        }

        @Override
        public boolean hasUser(Connection superuser, String username) throws SQLException {
            return database.hasUser(superuser, username);
        }

        @Override
        public void cloneUser(Connection superuser, String original, String username, SecretValue password)
                throws SQLException {
            database.cloneUser(superuser, original, username, password);
        }

        @Override
        public GetRandomPasswordRequest passwords() {
            return database.passwords();
        }
    }

    /** The value that is generated but not written yet, and the label that is moved when nobody knows yet. */
    private final class WatchedContext implements RotationContext {
        private final RotationContext context;

        WatchedContext(RotationContext context) {
            this.context = context;
        }

        @Override
        public void putPending(SecretValue value) {
            reached(RotationStep.CREATE_SECRET, Moment.BETWEEN);
            context.putPending(value);
        }

        @Override
        public void finish() {
            context.finish();
            reached(RotationStep.FINISH_SECRET, Moment.BETWEEN);
        }

        /** Two commits have a moment between them. */
        @Override
        public void finishOnCompletion() {
            if (point.equals(new CrashPoint(RotationStep.FINISH_SECRET, Moment.BETWEEN))) {
                finish();
            } else {
                context.finishOnCompletion();
            }
        }

        @Override
        public String secretArn() {
            return context.secretArn();
        }

        @Override
        public String secretName() {
            return context.secretName();
        }

        @Override
        public String clientRequestToken() {
            return context.clientRequestToken();
        }

        @Override
        public Map<String, String> metadata() {
            return context.metadata();
        }

        @Override
        public Optional<SecretValue> current() {
            return context.current();
        }

        @Override
        public Optional<SecretValue> previous() {
            return context.previous();
        }

        @Override
        public Optional<SecretValue> pending() {
            return context.pending();
        }

        @Override
        public SecretValue randomPassword(GetRandomPasswordRequest request) {
            return context.randomPassword(request);
        }

        @Override
        public Duration timeLeft() {
            return context.timeLeft();
        }

        @Override
        public void requireLease() {
            context.requireLease();
        }

        @Override
        public void closeOnAbort(AutoCloseable resource) {
            context.closeOnAbort(resource);
        }
    }
}
