package dev.secrets.rotation.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.credentials.SshKeyPair;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.Rotator;
import dev.secrets.testing.LeakScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of an account on a server of Apache MINA in this process, and on OpenSSH's where that is installed. */
@Timeout(60)
final class SshKeyRotatorTest {
    private static final String NAME = "app/ssh";
    private static final Path OPENSSH = Path.of("/usr/sbin/sshd");

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    @TempDir
    private Path home;

    private Path authorizedKeys;
    private SshServer server;
    private String hostKey;

    @BeforeEach
    void start() throws Exception {
        authorizedKeys = home.resolve("authorized_keys");
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(home.resolve("host.key")));
        server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(authorizedKeys));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
        hostKey = PublicKeyEntry.toString(
                server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    private SshAccount account() {
        return new SshAccount("127.0.0.1", server.getPort(), "app", hostKey, authorizedKeys.toString());
    }

    private SshKeyRotator rotator(KeyType type) {
        return new SshKeyRotator(context -> account(), type, Duration.ofSeconds(20));
    }

    /** Makes the secret and lets its key in. */
    private String createSecret(String options) throws Exception {
        try (SecretValue value = SshKeys.generate(KeyType.ED25519)) {
            fixture.secrets.createSecret(NAME, value.revealString());
        }
        String line = publicKey();
        Files.writeString(authorizedKeys, "# other people's keys\n" + options + line + " app@old");
        return line;
    }

    private String publicKey() {
        try (SshKeyPair pair = fixture.secrets.getSecretValue(NAME).as(SshKeyPair.class)) {
            return pair.publicKey().orElseThrow();
        }
    }

    private void rotate(SshKeyRotator rotator) {
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        assertThat(fixture.scheduler(rotator).runDue()).isEqualTo(1);
    }

    @Test
    void rotation_ofEachType_letsTheNewKeyInAndTheOldOneOut() throws Exception {
        String first = createSecret("");
        Files.setPosixFilePermissions(authorizedKeys, PosixFilePermissions.fromString("rw-------"));
        for (KeyType type : KeyType.values()) {
            String before = publicKey();
            rotate(rotator(type));

            assertThat(fixture.reasons()).isEmpty();
            assertThat(publicKey()).isNotEqualTo(before).startsWith(type.sshName);
            assertThat(Files.readAllLines(authorizedKeys)).containsExactly("# other people's keys", publicKey());
            assertThat(Files.getPosixFilePermissions(authorizedKeys))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(publicKey()).isNotEqualTo(first);
        try (var files = Files.list(home)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("authorized_keys", "host.key");
        }
    }

    @Test
    void rotation_ofARestrictedKey_keepsTheRestrictions() throws Exception {
        createSecret("restrict,environment=\"NAME=it's me\" ");

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys))
                .containsExactly("# other people's keys", "restrict,environment=\"NAME=it's me\" " + publicKey());
    }

    /** MINA's own reading of the file is stricter than OpenSSH's. */
    private void acceptKeysWithAnyBlanks() {
        server.setPublickeyAuthenticator((username, key, session) -> {
            try {
                return Files.readString(authorizedKeys, StandardCharsets.ISO_8859_1)
                        .contains(PublicKeyEntry.toString(key).split(" ")[1]);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @Test
    void rotation_ofALineWithAnyBlanks_keepsTheRestrictionsAndRemovesTheOldKey() throws Exception {
        acceptKeysWithAnyBlanks();
        List<String> options = List.of(
                "restrict,environment=\"NAME=its me\" ",
                "from=\"127.0.0.0/8\"\t",
                "command=\"echo \\\"ssh-rsa AAAA\\\" %h\" ",
                "restrict ");
        createSecret("");
        for (String option : options) {
            String[] old = publicKey().split(" ");
            Files.writeString(
                    authorizedKeys,
                    "# x\r\n \t" + option + old[0] + " \t " + old[1] + "\tapp  old\r\n" + option + old[0] + "  "
                            + old[1] + "\r\n");

            rotate(rotator(KeyType.ED25519));

            assertThat(fixture.reasons()).isEmpty();
            assertThat(Files.readString(authorizedKeys)).isEqualTo("# x\r\n" + option + publicKey() + "\n");
        }
    }

    @Test
    void rotation_ofAKeyWithSeveralLines_keepsTheOptionsOfEach() throws Exception {
        acceptKeysWithAnyBlanks();
        String old = createSecret("");
        List<String> options = List.of("from=\"192.0.2.1\" ", "from=\"127.0.0.1\",no-pty ", "");
        Files.write(
                authorizedKeys,
                Stream.concat(options.stream(), Stream.of(options.get(0)))
                        .map(option -> option + old)
                        .toList());

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys))
                .containsExactlyElementsOf(
                        options.stream().map(option -> option + publicKey()).toList());
    }

    /** As OpenSSH's server does with {@code MaxAuthTries 1}; MINA's own would keep the reason to itself. */
    private static boolean hungUp(ServerSession session) {
        try {
            Buffer last = session.createBuffer(SshConstants.SSH_MSG_DISCONNECT);
            last.putInt(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
            last.putString("Too many authentication failures");
            last.putString("");
            session.writePacket(last);
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void rotation_whereOneTryIsAllowed_takesTheLostTryForARefusal() throws Exception {
        createSecret("");
        PublickeyAuthenticator keys = server.getPublickeyAuthenticator();
        server.setPublickeyAuthenticator(
                (username, key, session) -> keys.authenticate(username, key, session) || hungUp(session));

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys)).containsExactly("# other people's keys", publicKey());
    }

    @Test
    void rotation_whereOthersQuoteTheKey_leavesTheirLinesAlone() throws Exception {
        String old = createSecret("");
        String other;
        try (SshKeyPair pair = SshKeyPair.parse(SshKeys.generate(KeyType.ED25519))) {
            other = pair.publicKey().orElseThrow();
        }
        List<String> others = List.of(
                "# since May: " + old,
                "#" + old,
                other + " (added with " + old + ")",
                other + " " + old.split(" ")[1],
                "environment=\"REPLACES=" + old + " \" " + other);
        Files.write(authorizedKeys, others);
        Files.writeString(authorizedKeys, old, StandardOpenOption.APPEND);

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys))
                .containsExactlyElementsOf(
                        Stream.concat(others.stream(), Stream.of(publicKey())).toList());
    }

    @Test
    void rotation_ofAKeyThatAnotherFileLetsIn_failsForGood() throws Exception {
        createSecret("");
        Path another = Files.createFile(home.resolve("authorized_keys2"));
        SshAccount elsewhere = new SshAccount("127.0.0.1", server.getPort(), "app", hostKey, another.toString());

        rotate(new SshKeyRotator(elsewhere));

        assertThat(fixture.reasons())
                .containsExactly(
                        "Step setSecret failed: The key that logs in is not in the account's file of authorized"
                                + " keys: its options are unknown, and it could not be removed");
        assertThat(Files.readString(another)).isEmpty();
        fixture.clock.advance(Duration.ofHours(3));
        assertThat(fixture.scheduler(new SshKeyRotator(elsewhere)).runDue()).isZero();
    }

    @Test
    void rotation_ofALinkedFile_keepsTheLink() throws Exception {
        createSecret("");
        Path shared = Files.move(
                authorizedKeys, Files.createDirectory(home.resolve("shared")).resolve("keys of all"));
        Files.createSymbolicLink(authorizedKeys, shared);

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(authorizedKeys).isSymbolicLink();
        assertThat(Files.readAllLines(shared)).containsExactly("# other people's keys", publicKey());
    }

    @Test
    void rotation_ofALineThatIsNotUtf8_keepsItsBytes() throws Exception {
        acceptKeysWithAnyBlanks();
        String old = createSecret("");
        String options = "environment=\"NAME=caf\u00e9 100%\" ";
        Files.writeString(authorizedKeys, "# \u00e4\n" + options + old + " \u00fc\n", StandardCharsets.ISO_8859_1);

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys, StandardCharsets.ISO_8859_1))
                .containsExactly("# \u00e4", options + publicKey());
    }

    @Test
    void rotation_failingAfterEachStep_goesOnWithTheSameKey() throws Exception {
        createSecret("");
        Rotator whole = rotator(KeyType.ED25519);
        String before = publicKey();
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        for (int steps = 1; steps <= 4; steps++) {
            fixture.clock.advance(Duration.ofHours(2));
            fixture.scheduler(new FailingAfter(whole, steps)).runDue();
        }
        fixture.clock.advance(Duration.ofHours(2));
        fixture.scheduler(whole).runDue();

        assertThat(fixture.reasons()).hasSize(4);
        assertThat(publicKey()).isNotEqualTo(before);
        assertThat(Files.readAllLines(authorizedKeys)).containsExactly("# other people's keys", publicKey());
    }

    /** Does so many steps and fails after the last of them. */
    private record FailingAfter(Rotator rotator, int steps) implements Rotator {
        private void done(int step) {
            if (step == steps) {
                throw RotationException.retryable("on purpose");
            }
        }

        @Override
        public String target(RotationContext context) {
            return rotator.target(context);
        }

        @Override
        public void createSecret(RotationContext context) throws Exception {
            rotator.createSecret(context);
            done(1);
        }

        @Override
        public void setSecret(RotationContext context) throws Exception {
            rotator.setSecret(context);
            done(2);
        }

        @Override
        public void testSecret(RotationContext context) throws Exception {
            rotator.testSecret(context);
            done(3);
        }

        @Override
        public void finishSecret(RotationContext context) throws Exception {
            rotator.finishSecret(context);
            done(4);
        }
    }

    @Test
    void server_withAnotherHostKey_isNotLoggedInTo() throws Exception {
        createSecret("");
        SshAccount known = account();
        String stranger;
        try (SshKeyPair pair = SshKeyPair.parse(SshKeys.generate(KeyType.ED25519))) {
            stranger = pair.publicKey().orElseThrow();
        }
        SshAccount wrong =
                new SshAccount(known.host(), known.port(), known.username(), stranger, known.authorizedKeysFile());

        rotate(new SshKeyRotator(wrong));

        assertThat(fixture.reasons()).containsExactly("Step setSecret failed: Connecting to the SSH server failed");
    }

    @Test
    void server_refusingAllKeys_failsForGood() throws Exception {
        createSecret("");
        Files.writeString(authorizedKeys, "");

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons())
                .containsExactly(
                        "Step setSecret failed: The SSH server refuses the pending, the current and the previous"
                                + " key");
    }

    @Test
    void server_thatHangs_failsInTime() throws Exception {
        createSecret("");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SshAccount known = account();
            SshAccount hanging = new SshAccount(
                    known.host(), silent.getLocalPort(), known.username(), known.hostKey(), known.authorizedKeysFile());

            rotate(new SshKeyRotator(context -> hanging, KeyType.ED25519, Duration.ofSeconds(1)));
        }
        assertThat(fixture.reasons()).containsExactly("Step setSecret failed: Connecting to the SSH server failed");
    }

    @Test
    void secret_thatIsNoKey_failsWithoutQuotingIt() throws Exception {
        createSecret("");
        fixture.secrets.putSecretValue(NAME, LeakScanner.canary());

        rotate(rotator(KeyType.ED25519));

        assertThat(fixture.reasons())
                .containsExactly(
                        "Step setSecret failed: The secret holds no private key in PEM that can be read without a"
                                + " password");
    }

    @Test
    void account_withAFileThatIsACommand_isRefused() {
        for (String file : List.of("x; rm -rf /", "$(id)", "a b", "-f", "")) {
            assertThatThrownBy(() -> new SshAccount("h", 22, "u", hostKey, file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name of the file");
        }
    }

    @Test
    void account_withPartsThatCannotBe_isRefused() {
        assertThat(new SshAccount("h", 65_535, "u", hostKey + " comment").port())
                .isEqualTo(65_535);
        for (int port : List.of(-1, 0, 65_536)) {
            assertThatThrownBy(() -> new SshAccount("h", port, "u", hostKey))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("port is " + port + "; must be between 1 and 65535");
        }
        for (String key :
                List.of("", "k", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-ed25519 ?", "127.0.0.1 " + hostKey)) {
            assertThatThrownBy(() -> new SshAccount("h", 22, "u", key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("hostKey is '" + key + "'; must be a public key's type, a space and its Base64");
        }
        assertThatThrownBy(() -> new SshAccount("", 22, "u", hostKey)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SshAccount("h", 22, "", hostKey)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rotator_withoutTime_isRefused() {
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> new SshKeyRotator(context -> account(), KeyType.RSA, timeout))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout is " + timeout + "; must be positive");
        }
    }

    @Test
    void openSsh_readsTheKeysAndLogsInWithThem() throws Exception {
        Path client = Path.of("/usr/bin/ssh");
        Assumptions.assumeTrue(Files.isExecutable(client), "OpenSSH's client is skipped: it is not installed");
        createSecret("");
        for (KeyType type : KeyType.values()) {
            rotate(rotator(type));
            Path key = home.resolve(type.name());
            Files.writeString(key, fixture.value(NAME));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Process ssh = new ProcessBuilder(
                            client.toString(),
                            "-F",
                            "none",
                            "-i",
                            key.toString(),
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "IdentitiesOnly=yes",
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "UserKnownHostsFile=" + home.resolve("known_hosts"),
                            "-p",
                            Integer.toString(server.getPort()),
                            "app@127.0.0.1",
                            "true")
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("ssh.log").toFile())
                    .start();
            assertThat(ssh.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ssh.exitValue())
                    .as(Files.readString(home.resolve("ssh.log")))
                    .isZero();
        }
    }

    @Test
    void openSshServer_rotation_letsTheNewKeyInAndTheOldOneOut() throws Exception {
        if (!Files.isExecutable(OPENSSH)) {
            System.out.println("OpenSSH's server is skipped: " + OPENSSH + " is not installed");
        }
        Assumptions.assumeTrue(Files.isExecutable(OPENSSH), "OpenSSH's server is skipped: it is not installed");
        createSecret("");
        try (OpenSshServer openSsh = OpenSshServer.start(OPENSSH, home, authorizedKeys)) {
            rotate(new SshKeyRotator(openSsh.account(authorizedKeys)));
        }
        assertThat(fixture.reasons()).isEmpty();
        assertThat(Files.readAllLines(authorizedKeys)).containsExactly("# other people's keys", publicKey());
    }
}
