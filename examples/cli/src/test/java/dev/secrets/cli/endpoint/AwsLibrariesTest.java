package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.secretsmanager.caching.SecretCache;
import com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What AWS offers to applications on top of its SDK, unchanged: the cache and the JDBC driver that takes a secret's name. */
final class AwsLibrariesTest {
    @AutoClose
    private final TestServer server = TestServer.start();

    @AutoClose
    private final SecretsManagerClient client = AwsSdkTest.client(server, TestServer.ROOT);

    /** The driver makes a client of its own when its class is loaded, and needs to know a region for that. */
    @BeforeAll
    static void setRegion() {
        System.setProperty("aws.region", "us-east-1");
    }

    @Test
    void cachingClient_readsOnceAndFollowsARefresh() throws Exception {
        client.createSecret(r -> r.name("cached").secretString("one"));
        try (SecretCache cache = new SecretCache(client)) {
            assertThat(cache.getSecretString("cached")).isEqualTo("one");
            client.putSecretValue(r -> r.secretId("cached").secretString("two"));
            assertThat(cache.getSecretString("cached")).isEqualTo("one");
            assertThat(cache.refreshNow("cached")).isTrue();
            assertThat(cache.getSecretString("cached")).isEqualTo("two");
        }
    }

    @Test
    void jdbcDriver_logsInWithTheSecret_andAgainAfterTheRotation() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement();
                SecretCache cache = new SecretCache(client)) {
            demandPasswords(statement, postgres);
            statement.execute("create role app login password 'first'");
            client.createSecret(r -> r.name("db").secretString(login(postgres.getPort(), "first")));
            AWSSecretsManagerPostgreSQLDriver driver = new AWSSecretsManagerPostgreSQLDriver(cache);
            assertThat(userOf(driver, postgres)).isEqualTo("app");

            statement.execute("alter role app password 'second'");
            client.putSecretValue(r -> r.secretId("db").secretString(login(postgres.getPort(), "second")));
            assertThat(userOf(driver, postgres)).isEqualTo("app");
        }
    }

    /** The test server lets everybody in otherwise, whatever the password. */
    private static void demandPasswords(Statement owner, EmbeddedPostgres postgres) throws Exception {
        Path rules;
        try (ResultSet rows = owner.executeQuery("show hba_file")) {
            rows.next();
            rules = Path.of(rows.getString(1));
        }
        Files.writeString(
                rules,
                "host all postgres 127.0.0.1/32 trust\nhost all postgres ::1/128 trust\nhost all all all scram-sha-256\n");
        owner.execute("create role nobody login password 'right'");
        owner.execute("select pg_reload_conf()");
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=nobody&password=wrong";
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (isLetIn(url)) {
            assertThat(System.nanoTime()).as("passwords are demanded in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isLetIn(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    private static String login(int port, String password) {
        return "{\"engine\":\"postgres\",\"host\":\"127.0.0.1\",\"port\":" + port
                + ",\"username\":\"app\",\"password\":\"" + password + "\",\"dbname\":\"postgres\"}";
    }

    private static String userOf(AWSSecretsManagerPostgreSQLDriver driver, EmbeddedPostgres postgres) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "db");
        String url = "jdbc-secretsmanager:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
        try (Connection connection = driver.connect(url, properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_user")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
