package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.CANARY;
import static dev.secrets.credentials.Secrets.assertHidden;
import static dev.secrets.credentials.Secrets.json;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static dev.secrets.credentials.Secrets.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.SecretValue;
import dev.secrets.testing.Scale;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every secret that is a JSON object, shown with the smallest of them. */
final class JsonDocumentTest {
    private static final long SEED = Scale.FULL ? Scale.seed() : 20260214;
    private static final int DAMAGED = Scale.of(20_000, 500_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%s",
                "hunter2 %s",
                "{'api_key':'%s','secret_key':%s}",
                "{'api_key':'%s','secret_key':'%s'",
                "{'api_key':'%s','secret_key':'%s'}}",
                "{'api_key':'%s','secret_key':'%s'} %s",
                "{'api_key':'%s','secret_key':'%s'}{}",
                "{'api_key':'%s','secret_key':'%s','%s':1,'%s':2}",
                "{'api_key':'%s','api_key':'%s','secret_key':'%s'}",
                "{'api_key':'a','secret_key':'b','nested':{'x':1,'x':'%s'}}",
                "{'api_key':'%s\\q','secret_key':'%s'}",
                "{'api_key':'%s\n','secret_key':'%s'}",
                "{api_key:'%s','secret_key':'%s'}",
                "{'api_key':'%s','secret_key':'%s',}",
                "{'api_key':'%s','secret_key':'%s'} // %s",
                "{'api_key':'%s','secret_key':'%s','n':NaN}",
                "{'api_key':'%s','secret_key':'%s','n':01}"
            })
    void parse_notStrictJson_isRefusedWithoutQuotingIt(String text) {
        assertThat(refusal(json(text), ApiKey::parse)).startsWith("ApiKey: the secret ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['%s']", "'%s'", "12", "true", "null"})
    void parse_otherThanAnObject_isRefused(String text) {
        assertThat(refusal(json(text), ApiKey::parse)).isEqualTo("ApiKey: the secret must be a JSON object");
    }

    @Test
    void parse_deeplyNested_isRefused() {
        String deep = "[".repeat(30_000) + "]".repeat(30_000);
        assertThat(refusal(json("{'api_key':'a','secret_key':'b','deep':" + deep + "}"), ApiKey::parse))
                .startsWith("ApiKey: the secret is not well-formed JSON");
    }

    @Test
    void parse_binary_isRefused() {
        SecretValue binary =
                SecretValue.copyOf(json("{'api_key':'%s','secret_key':'%s'}").reveal());
        assertThat(refusal(binary, ApiKey::parse))
                .isEqualTo("ApiKey: the secret is binary, and must be the text of a JSON object");
    }

    @Test
    void parse_halfOfASurrogatePair_namesTheMember() {
        assertThat(refusal(json("{'api_key':'a','secret_key':'%s\\ud800'}"), ApiKey::parse))
                .isEqualTo("ApiKey: member 'secret_key' must be valid Unicode text");
    }

    @Test
    void put_besideHalfOfASurrogatePair_keepsItEscaped() {
        ApiKey key = ApiKey.parse(json("{'api_key':'a','secret_key':'s','note':'\\ud800'}"));
        assertThat(text(key.apiKey(secret("b")).toSecretValue()))
                .isEqualTo("{'api_key':'b','secret_key':'s','note':'\\uD800'}");
    }

    @Test
    void parse_textWithEscapes_readsWhatTheyMean() {
        ApiKey key = ApiKey.parse(json("{'api_key':'\\u0061\\n\\'\\\\/','secret_key':'\\ud834\\udd1e'}"));
        assertThat(key.apiKey().revealString()).isEqualTo("a\n\"\\/");
        assertThat(key.secretKey().revealString()).isEqualTo("\ud834\udd1e");
    }

    @Test
    void parse_randomlyDamagedText_isReadOrRefusedWithoutQuotingIt() {
        Random random = new Random(SEED);
        byte[] whole = json("{'api_key':'%s','secret_key':'%s','expires':1.5e3,'more':{'%s':['%s',null]}}")
                .reveal();
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) (random.nextInt(95) + 32);
            int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
            try {
                ApiKey.parse(secret(new String(damaged, 0, length, StandardCharsets.US_ASCII)));
            } catch (CredentialsFormatException refused) {
                assertHidden(refused.toString());
                assertThat(refused.getCause()).as("cause, seed %d", SEED).isNull();
            }
        }
    }

    @Test
    void parse_randomLength_roundTrips() {
        Random random = new Random(SEED);
        for (int length = 0; length < 3_000; length += 1 + random.nextInt(200)) {
            String text = CANARY.repeat(length / CANARY.length() + 1).substring(0, length);
            ApiKey key = ApiKey.parse(new ApiKey(secret("k"), secret(text)).toSecretValue());
            assertThat(key.secretKey().sameBytesAs(secret(text)))
                    .as("length %d, seed %d", length, SEED)
                    .isTrue();
        }
    }
}
