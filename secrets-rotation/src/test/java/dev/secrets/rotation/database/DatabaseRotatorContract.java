package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.DatabaseRotator;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.Rotator;
import dev.secrets.testing.LeakScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What both rotators promise on every kind of database. */
abstract class DatabaseRotatorContract {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final String NAME = "app/db";

    @AutoClose
    final RotationFixture fixture = new RotationFixture();

    final DatabaseServer server = server();
    final Rotator singleUser = new SingleUserRotator(server.database());
    final String user = "app" + USERS.incrementAndGet();

    abstract DatabaseServer server();

    void createSecret(String username, String password) {
        createSecret(server.login(username, password));
    }

    void createSecret(DatabaseCredentials login) {
        fixture.secrets.createSecret(NAME, login.toSecretValue().revealString());
    }

    /** Returns the ARN of a new secret with the login. */
    String superuserSecret(DatabaseCredentials superuser) {
        return fixture.secrets
                .createSecret("superuser", superuser.toSecretValue().revealString())
                .arn();
    }

    void rotate(Rotator rotator) {
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        run(rotator);
    }

    void run(Rotator rotator) {
        RotationScheduler scheduler = fixture.scheduler(rotator);
        assertThat(scheduler.runDue()).isEqualTo(1);
    }

    DatabaseCredentials current() {
        return fixture.secrets.getSecretValue(NAME).as(DatabaseCredentials.class);
    }

    @Test
    void singleUser_rotatedTwice_newPasswordWorksAndOldOneDoesNot() {
        server.createUser(user, "first");
        createSecret(user, "first");

        rotate(singleUser);
        String second = fixture.value(NAME);
        rotate(singleUser);

        assertThat(server.accepts(current())).isTrue();
        assertThat(server.accepts(second)).isFalse();
        assertThat(server.accepts(server.login(user, "first"))).isFalse();
        assertThat(current().username()).isEqualTo(user);
        assertThat(fixture.reasons()).isEmpty();
    }

    @Test
    void alternatingUsers_rotatedThrice_currentAndPreviousWork() {
        server.createUser(user, "first");
        String arn = fixture.secrets
                .createSecret("superuser", server.superuser().toSecretValue().revealString())
                .arn();
        createSecret(server.login(user, "first").masterarn(arn));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);

        for (String expected : List.of(user + "_clone", user, user + "_clone")) {
            String before = fixture.value(NAME);
            rotate(alternating);
            assertThat(fixture.reasons()).isEmpty();
            assertThat(current().username()).isEqualTo(expected);
            assertThat(server.accepts(current())).isTrue();
            assertThat(server.accepts(before))
                    .as("what an application may still use")
                    .isTrue();
        }
    }

    /** Returns what follows GRANT and REVOKE for a right that a new user has not. */
    abstract String right();

    abstract boolean mayUseTheRight(DatabaseCredentials login);

    @Test
    void alternatingUsers_onlyTheCloneIsThere_originalIsMadeWithItsRights() {
        server.createUser(user + "_clone", "first");
        server.execute("GRANT " + right() + " TO " + user + "_clone");
        createSecret(server.login(user + "_clone", "first").masterarn(superuserSecret(server.superuser())));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);

        for (String expected : List.of(user, user + "_clone", user)) {
            rotate(alternating);
            assertThat(fixture.reasons()).isEmpty();
            assertThat(current().username()).isEqualTo(expected);
            assertThat(mayUseTheRight(current())).as(expected).isTrue();
        }
    }

    @Test
    void alternatingUsers_rightTakenFromTheOriginal_isNotGivenBackByTheClone() {
        server.createUser(user, "first");
        server.execute("GRANT " + right() + " TO " + user);
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);
        rotate(alternating);
        assertThat(mayUseTheRight(current())).isTrue();

        server.execute("REVOKE " + right() + " FROM " + user);
        rotate(alternating);

        assertThat(fixture.reasons()).isEmpty();
        assertThat(current().username()).isEqualTo(user);
        assertThat(mayUseTheRight(current())).isFalse();
    }

    /** Returns what keeps a user from logging in, and what ends that. */
    abstract String lock(String username);

    abstract String unlock(String username);

    @Test
    void alternatingUsers_userThatIsLockedByHand_isNotLetInByARotation() {
        server.createUser(user, "first");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);
        rotate(alternating);
        server.execute(lock(user));

        rotate(alternating);
        assertThat(fixture.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("Step testSecret failed"));
        assertThat(current().username()).isEqualTo(user + "_clone");
        assertThat(server.accepts(current())).isTrue();

        server.execute(unlock(user));
        fixture.clock.advance(Duration.ofHours(2));
        run(alternating);
        assertThat(fixture.reasons()).hasSize(1);
        assertThat(current().username()).isEqualTo(user);
        assertThat(server.accepts(current())).isTrue();
    }

    @Test
    void alternatingUsers_currentUserLockedByHand_getsNoOtherThatIsLetIn() {
        server.createUser(user, "first");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        server.execute(lock(user));

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("Step testSecret failed"));
        assertThat(current().username()).isEqualTo(user);
    }

    @Test
    void alternatingUsers_failingAfterTheFinish_isCompletedByTheNextTry() {
        server.createUser(user, "first");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        DatabaseRotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);
        rotate(new FailingAfterFinish(alternating));
        fixture.clock.advance(Duration.ofHours(2));
        run(alternating);

        assertThat(fixture.reasons()).containsExactly("Step finishSecret failed: on purpose");
        assertThat(current().username()).isEqualTo(user + "_clone");
        assertThat(server.accepts(current())).isTrue();
    }

    /** Has the pending version current, and nobody notes that. */
    private record FailingAfterFinish(DatabaseRotator rotator) implements DatabaseRotator {
        @Override
        public void createSecret(RotationContext context) throws Exception {
            rotator.createSecret(context);
        }

        @Override
        public void setSecret(RotationContext context) throws Exception {
            rotator.setSecret(context);
        }

        @Override
        public void testSecret(RotationContext context) throws Exception {
            rotator.testSecret(context);
        }

        @Override
        public void finishSecret(RotationContext context) {
            context.finish();
            throw RotationException.retryable("on purpose");
        }

        @Override
        public boolean mayReplace(DatabaseCredentials current, DatabaseCredentials pending) {
            return rotator.mayReplace(current, pending);
        }
    }

    @Test
    void alternatingUsers_superuserOfAnotherHost_isRefused() {
        server.createUser(user, "first");
        String arn = fixture.secrets
                .createSecret(
                        "superuser",
                        server.superuser().host("localhost").toSecretValue().revealString())
                .arn();
        createSecret(server.login(user, "first").masterarn(arn));

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons())
                .containsExactly("Step setSecret failed: The superuser's secret is for another host or port");
    }

    /** Returns a limit and its unit. */
    abstract int longestName();

    abstract String unitOfNames();

    @Test
    void alternatingUsers_nameThatWouldBeTooLong_isRefused() {
        for (int surplus : List.of(0, 1)) {
            String name = "u".repeat(longestName() - "_clone".length() + surplus);
            server.createUser(name, "first");
            createSecret(server.login(name, "first").masterarn(superuserSecret(server.superuser())));
            rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));
            assertThat(fixture.reasons()).hasSize(surplus);
            fixture.secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
            fixture.secrets.deleteSecret(new DeleteSecretRequest("superuser").forceDeleteWithoutRecovery(true));
        }
        assertThat(fixture.reasons())
                .containsExactly("Step setSecret failed: The user's name has " + (longestName() + 1) + " "
                        + unitOfNames() + "; the database allows " + longestName());
    }

    List<String> hostileNames() {
        return List.of("o'brien", "say \"hi\"", "back`tick", "x; DROP ROLE app; --", "a\\b", "per%cent", "user@host");
    }

    @Test
    void userNames_withQuotesAndSql_areQuoted() {
        for (String hostile : hostileNames()) {
            String name = hostile + user;
            server.createUser(name, "first");
            assertThat(server.accepts(server.login(name, "first"))).as(hostile).isTrue();
            fixture.secrets.createSecret(
                    "hostile/" + USERS.incrementAndGet(),
                    server.login(name, "first").toSecretValue().revealString());
            String secret = "hostile/" + USERS.get();
            fixture.secrets.rotateSecret(new RotateSecretRequest(secret).rotationLambdaArn(RotationFixture.ROTATOR));
            run(singleUser);
            assertThat(fixture.reasons()).as(hostile).isEmpty();
            assertThat(server.accepts(fixture.value(secret))).as(hostile).isTrue();
            assertThat(server.accepts(server.login(name, "first"))).as(hostile).isFalse();
        }
    }

    @Test
    void passwords_withEveryLegalCharacter_areSet() {
        server.createUser(user, DatabaseServer.everyCharacter());
        createSecret(user, DatabaseServer.everyCharacter());
        GetRandomPasswordRequest everything = new GetRandomPasswordRequest()
                .passwordLength(200)
                .includeSpace(true)
                .excludeCharacters("");
        Rotator rotator =
                new SingleUserRotator(server.database(DatabaseOptions.defaults().passwords(everything)));

        for (int i = 0; i < 3; i++) {
            rotate(rotator);
            assertThat(fixture.reasons()).isEmpty();
            assertThat(server.accepts(current())).isTrue();
        }
    }

    @Test
    @Tag("SEC-01")
    void passwords_newOnes_areNotInTheServersLogs() {
        server.createUser(user, "first");
        String arn = fixture.secrets
                .createSecret("superuser", server.superuser().toSecretValue().revealString())
                .arn();
        createSecret(server.login(user, "first").masterarn(arn));
        LeakScanner scanner = LeakScanner.forCanaries();
        for (Rotator rotator : List.of(singleUser, new AlternatingUsersRotator(server.database(), fixture.secrets))) {
            rotate(rotator);
            scanner = scanner.and(
                    rotator.getClass().getSimpleName(), current().password().revealString());
        }
        assertThat(fixture.reasons()).isEmpty();
        String log = server.log();
        assertThat(log).as("the rotations").containsIgnoringCase("PASSWORD").contains(user);
        assertThat(scanner.scan(log)).isEmpty();
        assertThat(scanner.scan(fixture.trail.toString())).isEmpty();
    }

    @Test
    void setSecret_neitherPasswordAccepted_failsForGood() {
        server.createUser(user, "changed by hand");
        createSecret(user, "first");

        rotate(singleUser);

        assertThat(fixture.reasons())
                .containsExactly("Step setSecret failed: The database refuses the pending, the current and the"
                        + " previous password of the user");
        fixture.clock.advance(Duration.ofHours(3));
        assertThat(fixture.scheduler(singleUser).runDue()).isZero();
    }

    @Test
    void setSecret_currentRefusedAndPreviousAccepted_usesThat() {
        server.createUser(user, "first");
        createSecret(user, "first");
        fixture.secrets.putSecretValue(
                NAME, server.login(user, "never set").toSecretValue().revealString());

        rotate(singleUser);

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.accepts(current())).isTrue();
    }

    @Test
    void target_thatHangs_failsInTimeAndIsTriedAgain() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            DatabaseOptions quick = DatabaseOptions.defaults()
                    .connectTimeout(Duration.ofSeconds(1))
                    .readTimeout(Duration.ofSeconds(1));
            createSecret(server.login(user, "first").port(silent.getLocalPort()));
            long start = System.nanoTime();

            rotate(new SingleUserRotator(server.database(quick)));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(fixture.reasons()).hasSize(1).first().asString().contains("Connecting to the database failed");
        }
    }

    @Test
    void target_thatRefusesOrHangsUp_failsAndIsTriedAgain() throws IOException {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread hangUp = new Thread(() -> hangUp(closing));
            hangUp.setDaemon(true);
            hangUp.start();
            createSecret(server.login(user, "first").port(closing.getLocalPort()));
            rotate(singleUser);
        }
        assertThat(fixture.reasons()).hasSize(1);
        server.createUser(user, "first");
        fixture.clock.advance(Duration.ofHours(2));
        run(singleUser);
        assertThat(fixture.reasons()).as("now nobody listens").hasSize(2);
        assertThat(fixture.reasons()).allMatch(reason -> reason.contains("Connecting to the database failed"));
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                Socket caller = server.accept();
                caller.close();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void host_thatIsMoreThanAHost_isRefused() {
        createSecret(server.login(user, "first").host("127.0.0.1/db?loggerLevel=TRACE&x="));

        rotate(singleUser);

        assertThat(fixture.reasons())
                .containsExactly("Step setSecret failed: The secret's host is no host name or address");
    }

    @Test
    void secret_thatIsNoDatabaseSecret_failsWithoutQuotingIt() {
        fixture.secrets.createSecret(NAME, "{\"password\":\"" + LeakScanner.canary() + "\"}");

        rotate(singleUser);

        assertThat(fixture.reasons()).hasSize(1);
        assertThat(LeakScanner.forCanaries().scan(fixture.trail.toString())).isEmpty();
    }

    @Test
    void tls_notMentioned_isDoneWithoutWhereTheServerHasNone() {
        server.createUser(user, "first");
        createSecret(new DatabaseCredentials(user, SecretValue.ofString("first"), "127.0.0.1", server.port()));

        rotate(singleUser);

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.accepts(current())).isTrue();
    }

    /** A node that was frozen with the lock in its hands: nobody sets a newer password before it goes on or is gone. */
    @Test
    void lock_heldByAFrozenNode_keepsOthersFromSettingAnotherPassword() throws SQLException {
        server.createUser(user, "first");
        createSecret(user, "first");
        Rotator impatient =
                new SingleUserRotator(server.database(DatabaseOptions.defaults().readTimeout(Duration.ofSeconds(4))));
        try (Connection frozen = server.database().connect(server.login(user, "first"))) {
            server.database().lock(frozen, user);
            rotate(impatient);
            assertThat(fixture.reasons()).hasSize(1).first().asString().startsWith("Step setSecret failed: Working on");
            assertThat(server.accepts(server.login(user, "first"))).isTrue();
        }
        fixture.clock.advance(Duration.ofHours(2));
        run(impatient);

        assertThat(fixture.reasons()).hasSize(1);
        assertThat(server.accepts(current())).isTrue();
    }
}
