package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no request are refused, quickly, on a small stack, and without a word of what they held. */
@Tag("WIRE-09")
final class HostileJsonTest {
    private static final String CANARY = "hunter2canary";
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final long SMALL_STACK = 256 << 10;

    private final ScriptedSecretsManager secrets = ScriptedSecretsManager.refusing();

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "true",
                "7",
                "\"hunter2canary\"",
                "[]",
                "hunter2canary",
                "{",
                "{\"SecretId\":\"a\"",
                "{\"SecretId\":hunter2canary}",
                "{\"SecretId\":\"hunter2canary}",
                "{\"SecretId\":\"a\"}}",
                "{\"SecretId\":\"a\"}{}",
                "{\"SecretId\":\"a\"} hunter2canary",
                "{\"SecretId\":\"a\",}",
                "{'SecretId':'hunter2canary'}",
                "{\"SecretId\":\"a\"/*hunter2canary*/}",
                "{\"SecretId\":\"\thunter2canary\"}",
                "{\"SecretId\":\"\\x\"}",
                "{\"SecretId\":\"a\",\"SecretId\":\"hunter2canary\"}",
                "{\"SecretId\":\"a\",\"Secret\\u0049d\":\"hunter2canary\"}",
                "{\"SecretId\":\"a\",\"Ignored\":{\"x\":1,\"x\":2}}",
                "{\"SecretId\":\"a\",\"Ignored\":[1,2}}",
                "{\"SecretId\":\"a\",\"Ignored\":NaN}",
                "\uFEFF{\"SecretId\":\"a\"}",
            })
    void handle_bodyIsNoJsonObject_isRefused(String body) {
        assertRefused("DescribeSecret", utf8(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DescribeSecret    | SecretId      | 7                       | secretId",
                "DescribeSecret    | SecretId      | true                    | secretId",
                "DescribeSecret    | SecretId      | ['hunter2canary']       | secretId",
                "DescribeSecret    | SecretId      | {'x':'hunter2canary'}   | secretId",
                "ListSecrets       | MaxResults    | '5'                     | maxResults",
                "ListSecrets       | MaxResults    | 5.0                     | maxResults",
                "ListSecrets       | MaxResults    | 2147483648              | maxResults",
                "ListSecrets       | MaxResults    | -2147483649             | maxResults",
                "ListSecrets       | MaxResults    | 1e1                     | maxResults",
                "GetRandomPassword | PasswordLength| 9223372036854775808     | passwordLength",
                "ListSecrets       | IncludePlannedDeletion | 'true'         | includePlannedDeletion",
                "ListSecrets       | IncludePlannedDeletion | 1              | includePlannedDeletion",
                "ListSecrets       | SortBy        | 1                       | sortBy",
                "ListSecrets       | Filters       | {'Key':'hunter2canary'} | filters",
                "ListSecrets       | Filters       | ['hunter2canary']       | filters.1.member",
                "ListSecrets       | Filters       | [{'Values':'hunter2canary'}]   | filters.1.member.values",
                "ListSecrets       | Filters       | [{'Values':['a',7]}]    | filters.1.member.values.2.member",
                "RotateSecret      | RotationRules | 'hunter2canary'         | rotationRules",
                "PutSecretValue    | SecretString  | 7                       | secretString",
                "PutSecretValue    | SecretString  | {'p':'hunter2canary'}   | secretString",
                "PutSecretValue    | SecretBinary  | 'hunter2canary*'        | secretBinary",
                "PutSecretValue    | SecretBinary  | 'aHVudGVyMg'            | secretBinary",
                "PutSecretValue    | SecretBinary  | 'aHVu dGVyMg=='         | secretBinary",
                "PutSecretValue    | SecretBinary  | '_-__'                  | secretBinary",
                "PutSecretValue    | SecretBinary  | 'éééé'                  | secretBinary",
                "PutSecretValue    | SecretBinary  | [104,117]               | secretBinary",
            })
    void handle_valueIsOfAnotherType_namesTheMemberNotTheValue(
            String operation, String member, String value, String path) {
        WireResponse answer = secrets.handle(operation, ("{'" + member + "':" + value + "}").replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(ScriptedSecretsManager.text(answer))
                .startsWith("{\"__type\":\"SerializationException\",\"message\":\"The value at '" + path + "' is not ")
                .doesNotContain("hunter2", "hunter2canary");
        assertThat(secrets.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "a\\ud83dz", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
    void handle_halfASurrogatePair_isRefusedInEveryText(String text) {
        assertRefused("DescribeSecret", utf8("{\"SecretId\":\"" + text + "\"}"));
        assertRefused("PutSecretValue", utf8("{\"SecretString\":\"" + text + "\"}"));
        assertRefused("PutSecretValue", utf8("{\"SecretBinary\":\"" + text + "\"}"));
        assertRefused("UntagResource", utf8("{\"TagKeys\":[\"" + text + "\"]}"));
        assertRefused("ListSecrets", utf8("{\"SortBy\":\"" + text + "\"}"));
    }

    static Stream<byte[]> notUtf8() {
        String request = "{\"SecretId\":\"hunter2canary\"}";
        return Stream.of(
                request.getBytes(StandardCharsets.UTF_16),
                request.getBytes(StandardCharsets.UTF_16LE),
                withBytes(0xFF),
                withBytes(0xC0, 0x80),
                withBytes(0xED, 0xA0, 0x80),
                withBytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80),
                withBytes(0xF4, 0x90, 0x80, 0x80),
                withBytes(0xE2, 0x82));
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void handle_bodyIsNotUtf8_isRefused(byte[] body) {
        assertRefused("DescribeSecret", body);
    }

    static Stream<String> bombs() {
        return Stream.of(
                "[".repeat(100_000),
                "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"x\":" + "{\"x\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}",
                "{\"Filters\":" + "[".repeat(100_000),
                "{\"MaxResults\":" + "9".repeat(1_000_000) + "}",
                "{\"Filters\":[" + "{},".repeat(300_000) + "{}]}",
                "{\"Filters\":[" + "null,".repeat(200_000) + "null]}",
                "{\"Filters\":[{\"Values\":[" + "\"\",".repeat(300_000) + "\"\"]}]}",
                "{\"x\":\"" + "hunter2canary".repeat(80_000) + "\",\"SortBy\":1}",
                "x".repeat((1 << 20) + 1),
                "{\"x\":1," + manyNames() + "\"SortBy\":1}");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void handle_bodyMadeToExhaust_isRefusedQuicklyOnASmallStack(String bomb) throws Exception {
        FutureTask<Boolean> refusal = new FutureTask<>(() -> assertRefused("ListSecrets", utf8(bomb)), true);
        new Thread(null, refusal, "small stack", SMALL_STACK).start();

        assertThat(refusal.get(QUICK.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-0.000000001e-999999999", "12345678901234567890123"})
    void handle_hugeNumberInAnIgnoredMember_isIgnored(String number) {
        secrets.handle("ListSecrets", "{\"x\":" + number + "}");

        assertThat(secrets.requests()).hasSize(1);
    }

    @Test
    void handle_nestedWithinTheLimitInAnIgnoredMember_isIgnored() {
        secrets.handle("ListSecrets", "{\"x\":" + "[".repeat(63) + "]".repeat(63) + "}");

        assertThat(secrets.requests()).hasSize(1);
    }

    @Test
    void handle_bodyCutAtAnyByte_isRefused() {
        byte[] whole = utf8("{\"SecretId\":\"a\\u00e9😀\",\"VersionStages\":[\"x\",null],\"RotationToken\":\"y\"}");
        for (int length = 1; length < whole.length; length++) {
            assertRefused("PutSecretValue", Arrays.copyOf(whole, length));
        }
    }

    @Test
    void handle_bytesChangedAtRandom_isAnsweredWithoutAFailure() {
        long seed = 20_261_125L;
        Random random = new Random(seed);
        byte[] whole = utf8("""
                {"Name":"a","SecretBinary":"AAEC","Tags":[{"Key":"k","Value":"v"}],"ForceOverwriteReplicaSecret":true}""");
        for (int round = 0; round < 5_000; round++) {
            byte[] changed = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            assertThat(secrets.handle("CreateSecret", changed).status())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(400);
        }
    }

    private void assertRefused(String operation, byte[] body) {
        WireResponse answer = secrets.handle(operation, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorType()).contains("SerializationException");
        assertThat(ScriptedSecretsManager.text(answer))
                .startsWith("{\"__type\":\"SerializationException\",\"message\":\"The ")
                .doesNotContain(CANARY)
                .hasSizeLessThan(200);
        assertThat(secrets.requests()).isEmpty();
    }

    private static String manyNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 90_000; i++) {
            names.append('"').append(Integer.toString(i, 36)).append("\":1,");
        }
        return names.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a request whose text holds the bytes. */
    private static byte[] withBytes(int... bytes) {
        byte[] request = utf8("{\"SecretId\":\"" + "x".repeat(bytes.length) + "\"}");
        for (int i = 0; i < bytes.length; i++) {
            request["{\"SecretId\":\"".length() + i] = (byte) bytes[i];
        }
        return request;
    }
}
