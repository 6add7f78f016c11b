package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.store.jdbc.JdbcSecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several regions behind one port: each is found by the signature's scope, and secrets are replicated among them. */
final class RegionsTest {
    private static final String TOKEN = "00000000-0000-0000-0000-000000000000";
    private static final String HOME = "us-east-1";
    private static final String TAG = "{\"SecretId\":\"a\",\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}]}";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private static String call(TestServer server, SignedRequests as, String region, String operation, String json)
            throws Exception {
        return server.send(as.region(region).operation(operation, json)).body();
    }

    private static SignedRequests owner(TestServer server) {
        return SignedRequests.withNewKey(server.accessKeys(), TestServer.ROOT);
    }

    private static String create(String replica) {
        return "{\"Name\":\"a\",\"SecretString\":\"v\",\"ClientRequestToken\":\"" + TOKEN
                + "\",\"AddReplicaRegions\":[{\"Region\":\"" + replica + "\"}]}";
    }

    /** Copies go in the background, so this asks again until they are there. */
    private static void awaitAnswer(
            TestServer server, SignedRequests as, String region, String operation, String expected) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        String answer = "";
        while (!answer.contains(expected)) {
            assertThat(System.nanoTime()).as(answer).isLessThan(deadline);
            answer = call(server, as, region, operation, "{\"SecretId\":\"a\"}");
        }
    }

    private Path regionsFile(String... names) throws Exception {
        StringBuilder json = new StringBuilder("{");
        for (String name : names) {
            Path key = directory.resolve(name + ".key");
            Path store = directory.resolve(name);
            makeStore(store, key);
            json.append(json.length() > 1 ? "," : "")
                    .append("\"" + name + "\":{\"store\":\"file:" + store + "\",\"root-key-file\":\"" + key + "\"}");
        }
        return Files.writeString(directory.resolve("regions.json"), json + "}");
    }

    private static void makeStore(Path place, Path key) {
        try (KeyFileRootKey rootKey = KeyFileRootKey.create(key);
                FileSecretStore store = new FileSecretStore(place, rootKey)) {
            new TinkKeyManager(store, rootKey).close();
        }
    }

    private static void makeStore(String url, Path key) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        try (KeyFileRootKey rootKey = KeyFileRootKey.create(key);
                HikariDataSource pool = new HikariDataSource(configuration);
                JdbcSecretStore store = new JdbcSecretStore(pool)) {
            store.createSchema();
            new TinkKeyManager(store, rootKey).close();
        }
    }

    @Test
    @Tag("REPL-01")
    void regionInADatabase_isReplicatedToAndPromoted() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("europe.db") + "?journal_mode=WAL&synchronous=FULL";
        Path key = directory.resolve("europe.key");
        makeStore(url, key);
        Path regions = Files.writeString(
                directory.resolve("regions.json"),
                "{\"eu-west-1\":{\"store\":\"" + url + "\",\"root-key-file\":\"" + key + "\"}}");

        try (TestServer server = TestServer.withRegions(regions)) {
            SignedRequests owner = owner(server);
            call(server, owner, HOME, "CreateSecret", create("eu-west-1"));
            awaitAnswer(server, owner, "eu-west-1", "GetSecretValue", "\"SecretString\":\"v\"");
            assertThat(call(server, owner, "eu-west-1", "StopReplicationToReplica", "{\"SecretId\":\"a\"}"))
                    .contains("arn:aws:secretsmanager:eu-west-1:");
        }

        try (TestServer server = TestServer.withRegions(regions)) {
            assertThat(call(server, owner(server), "eu-west-1", "GetSecretValue", "{\"SecretId\":\"a\"}"))
                    .contains("\"SecretString\":\"v\"");
        }
    }

    @Test
    @Tag("CREATE-17")
    @Tag("REPL-01")
    void regionsWithStoresOfTheirOwn_replicateToOneAnother() throws Exception {
        try (TestServer server = TestServer.withRegions(regionsFile("eu-west-1", "ap-south-1"))) {
            SignedRequests owner = owner(server);
            assertThat(call(server, owner, HOME, "CreateSecret", create("eu-west-1")))
                    .contains("\"Region\":\"eu-west-1\"");

            awaitAnswer(server, owner, "eu-west-1", "GetSecretValue", "\"SecretString\":\"v\"");
            awaitAnswer(server, owner, HOME, "DescribeSecret", "\"Status\":\"InSync\"");
            assertThat(call(server, owner, "ap-south-1", "ListSecrets", "{}")).isEqualTo("{\"SecretList\":[]}");
            assertThat(call(server, owner, "eu-central-1", "ListSecrets", "{}"))
                    .contains("Credential should be scoped to a valid region.");
            assertThat(call(
                            server,
                            owner,
                            HOME,
                            "ReplicateSecretToRegions",
                            "{\"SecretId\":\"a\",\"AddReplicaRegions\":[{\"Region\":\"eu-central-1\"}]}"))
                    .contains("InvalidParameterException");
        }
    }

    @Test
    void homeRegion_canBeInTheFile() throws Exception {
        try (TestServer server = TestServer.withRegions(regionsFile(HOME, "eu-west-1"), Map.of(Setting.STORE, ""))) {
            assertThat(call(server, owner(server), HOME, "CreateSecret", create("eu-west-1")))
                    .contains("ReplicationStatus");
        }
        assertThatThrownBy(() -> TestServer.withRegions(directory.resolve("regions.json")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("another");
    }

    @Test
    void replica_canBePromotedInItsRegion() throws Exception {
        try (TestServer server = TestServer.withAnyRegion()) {
            SignedRequests owner = owner(server);
            call(server, owner, HOME, "CreateSecret", create("eu-west-1"));
            awaitAnswer(server, owner, "eu-west-1", "GetSecretValue", "SecretString");

            assertThat(call(server, owner, "eu-west-1", "TagResource", TAG))
                    .contains("Operation not permitted on a replica secret.");
            assertThat(call(server, owner, "eu-west-1", "StopReplicationToReplica", "{\"SecretId\":\"a\"}"))
                    .contains("arn:aws:secretsmanager:eu-west-1:");
            assertThat(call(server, owner, "eu-west-1", "TagResource", TAG)).isEqualTo("{}");
        }
    }

    @Test
    void namespaces_areThereAgainAfterARestart_andReplicated() throws Exception {
        Path key = directory.resolve("root.key");
        Path place = directory.resolve("store");
        makeStore(place, key);
        Map<Setting, String> set = Map.of(Setting.STORE, "file:" + place, Setting.ROOT_KEY_FILE, key.toString());
        try (TestServer server = TestServer.withAnyRegion(set)) {
            call(server, owner(server), HOME, "CreateSecret", create("eu-west-1"));
            awaitAnswer(server, owner(server), "eu-west-1", "GetSecretValue", "SecretString");
        }

        try (TestServer server = TestServer.withAnyRegion(set)) {
            SignedRequests owner = owner(server);
            call(
                    server,
                    owner,
                    HOME,
                    "PutSecretValue",
                    "{\"SecretId\":\"a\",\"SecretString\":\"w\",\"ClientRequestToken\":\"1" + TOKEN + "\"}");
            awaitAnswer(server, owner, "eu-west-1", "GetSecretValue", "\"SecretString\":\"w\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"eu-west-1\":1}",
                "{\"eu-west-1\":{}}",
                "{\"eu-west-1\":{\"store\":1}}",
                "{\"eu-west-1\":{\"store\":\"memory:\",\"key\":\"k\"}}",
                "{"
            })
    void fileOfAnotherForm_isRefused(String json) throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.json"), json);

        assertThatThrownBy(() -> new RegionsFile(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("wrong.json");
    }
}
