package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.secrets.SecretsManager;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.credentials.SshKeyPair;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rotators of this project as the rotators file names them. */
final class BuiltInRotatorsTest {
    @TempDir
    private Path directory;

    private TestServer server(String rotators) throws IOException {
        return TestServer.withRotators(Files.writeString(directory.resolve("rotators.json"), rotators));
    }

    @Test
    void oauthRefreshToken_isExchangedForNewTokens() throws Exception {
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = "{\"access_token\":\"new\",\"refresh_token\":\"next\",\"token_type\":\"Bearer\"}"
                .getBytes(StandardCharsets.UTF_8);
        tokens.createContext("/token", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokens.start();
        String entry =
                "{\"oauth\":{\"rotator\":\"oauth-refresh-token\",\"clientAuthentication\":\"client_secret_post\","
                        + "\"tokenEndpoint\":\"http://127.0.0.1:"
                        + tokens.getAddress().getPort() + "/token\"}}";
        try (TestServer server = server(entry)) {
            SecretsManager secrets = server.store().secrets();
            secrets.createSecret(
                    "a",
                    "{\"access_token\":\"old\",\"refresh_token\":\"first\",\"client_id\":\"c\",\"client_secret\":\"s\"}");
            secrets.rotateSecret(
                    new RotateSecretRequest("a").rotationLambdaArn("oauth").rotationRules(RotationRules.afterDays(30)));

            server.rotateDue();

            assertThat(secrets.getSecretValue("a").secretString().orElseThrow())
                    .contains("\"access_token\":\"new\"", "\"refresh_token\":\"next\"");
        } finally {
            tokens.stop(0);
        }
    }

    @Test
    void sshKeyPair_isReplacedOnTheServer() throws Exception {
        Path authorizedKeys = directory.resolve("authorized_keys");
        SshServer ssh = sshServer(authorizedKeys);
        ssh.start();
        String hostKey = PublicKeyEntry.toString(
                ssh.getKeyPairProvider().loadKeys(null).iterator().next().getPublic());
        String entry = "{\"ssh\":{\"rotator\":\"ssh-key-pair\",\"host\":\"127.0.0.1\",\"port\":" + ssh.getPort()
                + ",\"username\":\"app\",\"hostKey\":\"" + hostKey + "\",\"authorizedKeysFile\":\"" + authorizedKeys
                + "\"}}";
        try (TestServer server = server(entry)) {
            SecretsManager secrets = server.store().secrets();
            KeyPair first = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            secrets.createSecret("a", openSsh(first));
            String firstLine = PublicKeyEntry.toString(first.getPublic());
            Files.writeString(authorizedKeys, firstLine + "\n");
            secrets.rotateSecret(
                    new RotateSecretRequest("a").rotationLambdaArn("ssh").rotationRules(RotationRules.afterDays(30)));

            server.rotateDue();

            assertThat(Files.readAllLines(authorizedKeys)).singleElement().isNotEqualTo(firstLine);
            try (SshKeyPair next = secrets.getSecretValue("a").as(SshKeyPair.class)) {
                assertThat(Files.readAllLines(authorizedKeys))
                        .containsExactly(next.publicKey().orElseThrow());
            }
        } finally {
            ssh.stop(true);
        }
    }

    private SshServer sshServer(Path authorizedKeys) {
        SshServer ssh = SshServer.setUpDefaultServer();
        ssh.setHost("127.0.0.1");
        ssh.setPort(0);
        ssh.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host.key")));
        ssh.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(authorizedKeys));
        ssh.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        return ssh;
    }

    private static String openSsh(KeyPair pair) throws Exception {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "first", null, key);
        return key.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void everyBuiltInRotator_isKnown() throws Exception {
        try (TestServer server = server("""
                {"1": {"rotator": "generated", "timeoutSeconds": 5}, "2": {"rotator": "postgres-single-user"},
                 "3": {"rotator": "mysql-single-user"}, "4": {"rotator": "postgres-alternating-users"},
                 "5": {"rotator": "mysql-alternating-users"},
                 "6": {"rotator": "oauth-refresh-token", "tokenEndpoint": "https://login.example/token", "timeoutSeconds": 5},
                 "7": {"rotator": "ssh-key-pair", "host": "h", "port": 22, "username": "u",
                       "hostKey": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMEwR4O1YsNl6otiuRrjuYaqc2jNxmRcZCeEKi/pbA8Q",
                       "authorizedKeysFile": ".ssh/keys", "keyType": "rsa"}}
                """)) {
            assertThat(server.rotateDue()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":{\"rotator\":\"other\"}}",
                "{\"x\":{\"rotator\":\"ssh-key-pair\",\"host\":\"h\"}}",
                "{\"x\":{\"rotator\":\"ssh-key-pair\",\"host\":\"h\",\"username\":\"u\",\"hostKey\":\"ssh-ed25519 AAAA\"}}",
                "{\"x\":{\"rotator\":\"oauth-refresh-token\"}}",
                "{\"x\":{\"rotator\":\"oauth-refresh-token\",\"tokenEndpoint\":\"http://elsewhere/\"}}",
                "{\"x\":{\"rotator\":\"generated\",\"url\":\"http://127.0.0.1/\"}}",
                "{\"x\":{\"rotator\":\"generated\",\"pasword\":40}}",
                "{\"x\":{\"rotator\":\"generated\",\"passwordLength\":\"40\"}}",
                "{\"x\":{\"rotator\":\"postgres-single-user\",\"passwordLength\":40}}",
                "{\"x\":{\"command\":\"python3\"}}",
                "{\"x\":{\"command\":[\"python3\"],\"environment\":[]}}",
                "{\"x\":{\"url\":\"http://127.0.0.1/\",\"timeoutSeconds\":0.5}}",
                "{\"x\":{}}",
                "{\"x\":1}"
            })
    void entryThatMissesSomething_isRefused_andNamed(String file) {
        assertThatThrownBy(() -> server(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("x");
    }
}
