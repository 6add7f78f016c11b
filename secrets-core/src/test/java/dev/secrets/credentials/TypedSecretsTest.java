package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.CANARY;
import static dev.secrets.credentials.Secrets.assertHidden;
import static dev.secrets.credentials.Secrets.json;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.SecretValue;
import dev.secrets.model.ValueReader;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

final class TypedSecretsTest {
    private static final String PEM = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

    @Test
    void read_eachType_returnsIt() {
        SecretValue database = json("{'username':'%s','password':'%s','host':'%s','port':1}");
        assertThat(TypedSecrets.read(database, DatabaseCredentials.class).port())
                .isEqualTo(1);
        SecretValue key = json("{'api_key':'k','secret_key':'%s'}");
        assertThat(TypedSecrets.read(key, ApiKey.class).secretKey().revealString())
                .isEqualTo(CANARY);
        SecretValue tokens = json("{'access_token':'a','refresh_token':'r','client_id':'c','client_secret':'s'}");
        assertThat(TypedSecrets.read(tokens, OAuthTokens.class).clientId()).isEqualTo("c");
        assertThat(TypedSecrets.read(secret(PEM), SshKeyPair.class).format()).isEqualTo(SshKeyPair.Format.PKCS8);
    }

    @Test
    void read_text_asTextBytesOrValue() {
        SecretValue value = secret("é");
        assertThat(TypedSecrets.read(value, String.class)).isEqualTo("é");
        assertThat(TypedSecrets.read(value, byte[].class)).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
        SecretValue copy = TypedSecrets.read(value, SecretValue.class);
        value.close();
        assertThat(copy.sameBytesAs(secret("é"))).isTrue();
    }

    @Test
    void read_binary_asBytesOrValueButNotAsText() {
        SecretValue value = SecretValue.copyOf(new byte[] {(byte) 0xff, 0});
        assertThat(TypedSecrets.read(value, byte[].class)).containsExactly(0xff, 0);
        assertThat(TypedSecrets.read(value, SecretValue.class).kind()).isEqualTo(SecretValue.Kind.BINARY);
        assertThat(refusal(value, binary -> TypedSecrets.read(binary, String.class)))
                .isEqualTo("String: the secret is binary; it can be read as byte[]");
    }

    @Test
    void read_otherType_namesTheSupportedOnes() {
        SecretValue value = secret(CANARY);
        assertThatThrownBy(() -> TypedSecrets.read(value, Integer.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A secret can be read as DatabaseCredentials, ApiKey, OAuthTokens, SshKeyPair, String, byte[],"
                                + " SecretValue; not as java.lang.Integer");
    }

    @Test
    void read_asTheModelsReader_fits() {
        ValueReader reader = TypedSecrets::read;
        assertThat(reader.read(secret("text"), String.class)).isEqualTo("text");
    }

    @ParameterizedTest
    @MethodSource("typedSecrets")
    void toString_anyType_showsNothing(Object secret) {
        assertThat(secret).hasToString(secret.getClass().getSimpleName() + "[redacted]");
    }

    @ParameterizedTest
    @MethodSource("typedSecrets")
    void writeObject_anyType_isRefused(Object secret) throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(secret)).isInstanceOf(NotSerializableException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("typedSecrets")
    void jacksonWrite_anyType_showsNothing(Object secret) {
        assertHidden(JsonMapper.shared().writeValueAsString(secret));
        assertThat(JsonMapper.shared().writeValueAsString(secret)).isEqualTo("{}");
    }

    @ParameterizedTest
    @MethodSource("typedSecrets")
    void methods_anyType_areNoBeanGetters(Object secret) {
        assertThat(Arrays.stream(secret.getClass().getDeclaredMethods()).map(Method::getName))
                .noneMatch(name -> name.matches("(get|is)[A-Z].*"));
    }

    static Stream<Object> typedSecrets() {
        return Stream.of(
                new DatabaseCredentials(CANARY, secret(CANARY), CANARY, 1),
                new ApiKey(secret(CANARY), secret(CANARY)),
                new OAuthTokens(secret(CANARY), secret(CANARY), CANARY, secret(CANARY)),
                SshKeyPair.parse(secret(PEM)));
    }
}
