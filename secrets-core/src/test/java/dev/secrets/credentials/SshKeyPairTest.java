package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.CANARY;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.credentials.SshKeyPair.Format;
import dev.secrets.model.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys were made by ssh-keygen and OpenSSL for these tests and open nothing. */
final class SshKeyPairTest {
    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs1, PKCS1, rsa",
        "rsa-pkcs8, PKCS8, rsa",
        "rsa-openssh, OPENSSH, rsa",
        "ed25519-pkcs8, PKCS8, ed25519-pkcs8",
        "ed25519-openssh, OPENSSH, ed25519-openssh"
    })
    void publicKey_ofAnOpenKey_isDerived(String name, Format format, String publicName) {
        SshKeyPair pair = SshKeyPair.parse(secret(resource(name + ".pem")));
        assertThat(pair.format()).isEqualTo(format);
        assertThat(pair.publicKey()).contains(resource(publicName + ".pub").strip());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs1-encrypted, PKCS1",
        "rsa-pkcs8-encrypted, PKCS8",
        "ed25519-openssh-encrypted, OPENSSH",
        "ecdsa-openssh, OPENSSH",
        "ecdsa-pkcs8, PKCS8"
    })
    void publicKey_ofAnEncryptedOrOtherKey_isEmpty(String name, Format format) {
        SshKeyPair pair = SshKeyPair.parse(secret(resource(name + ".pem")));
        assertThat(pair.format()).isEqualTo(format);
        assertThat(pair.publicKey()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    void publicKey_ofWhatIsNoKey_isEmpty(String label) {
        String pem = "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----";
        assertThat(SshKeyPair.parse(secret(pem)).publicKey()).isEmpty();
    }

    @Test
    void publicKey_ofATruncatedKey_isEmpty() {
        String pem = resource("ed25519-openssh.pem");
        String[] lines = pem.split("\n");
        for (int kept = 1; kept < lines.length - 2; kept++) {
            String shorter = String.join("\n", Arrays.copyOf(lines, kept + 1)) + "\n" + lines[lines.length - 1];
            assertThat(SshKeyPair.parse(secret(shorter)).publicKey()).isEmpty();
        }
    }

    @Test
    void toSecretValue_text_isTheSameByteForByte() {
        SecretValue original = secret("\n" + resource("rsa-openssh.pem").replace("\n", "\r\n") + " \n");
        SshKeyPair pair = SshKeyPair.parse(original);
        assertThat(pair.toSecretValue().sameBytesAs(original)).isTrue();
        assertThat(pair.privateKey().sameBytesAs(original)).isTrue();
        assertThat(pair.publicKey()).isPresent();
    }

    @Test
    void toSecretValue_binary_staysBinary() {
        SecretValue original = SecretValue.copyOf(resource("rsa-pkcs8.pem").getBytes(StandardCharsets.US_ASCII));
        assertThat(SshKeyPair.parse(original).toSecretValue().sameBytesAs(original))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%s",
                "ssh-ed25519 AAAA%s",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "%s\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n%s",
                "-----BEGIN PRIVATE KEY-----\nA%s\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "{\"key\":\"-----BEGIN PRIVATE KEY-----%s\"}"
            })
    void parse_otherThanOnePrivateKey_isRefusedWithoutQuotingIt(String text) {
        assertThat(refusal(secret(text.replace("%s", CANARY)), SshKeyPair::parse))
                .startsWith("SshKeyPair: the secret must be one private key in PEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAAA", "A=AA", "AA=A=", "====", "AAAA=AAA"})
    void parse_bodyThatIsNotBase64_isRefused(String body) {
        String pem = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----";
        assertThat(refusal(secret(pem), SshKeyPair::parse))
                .isEqualTo("SshKeyPair: the body of the private key is not Base64");
    }

    @Test
    void parse_largeHostileText_isRefusedAtOnce() {
        String blank = "\n".repeat(60_000);
        String headers = "A: b\n".repeat(12_000);
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            refusal(secret("-----BEGIN PRIVATE KEY-----" + blank), SshKeyPair::parse);
            refusal(secret("-----BEGIN PRIVATE KEY-----\n" + headers), SshKeyPair::parse);
            refusal(secret(blank), SshKeyPair::parse);
        });
    }

    @Test
    void close_pair_overwritesThePrivateKey() {
        SshKeyPair pair = SshKeyPair.parse(secret(resource("rsa-pkcs8.pem")));
        pair.close();
        assertThatThrownBy(() -> pair.privateKey().reveal()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pair::publicKey).isInstanceOf(IllegalStateException.class);
    }

    private static String resource(String name) {
        try (InputStream in = SshKeyPairTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
