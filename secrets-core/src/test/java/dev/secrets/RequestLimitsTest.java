package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidationException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of members (section 3.1 of the reference), as the Java API meets them: a request outside them can't be made. */
final class RequestLimitsTest {
    private static final int MAX_PAYLOAD = 65_536;
    private static final String NULL = "Member must not be null";

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static String atMost(int length) {
        return "Member must have length less than or equal to " + length;
    }

    private static String atLeast(int length) {
        return "Member must have length greater than or equal to " + length;
    }

    private static Arguments refused(String path, String constraint, ThrowingCallable making) {
        return arguments(path, constraint, making);
    }

    private static String x(int length) {
        return "x".repeat(length);
    }

    static Stream<Arguments> outsideTheLimits() {
        String secretId = "prod/db";
        return Stream.of(
                refused("secretId", atLeast(1), () -> new DescribeSecretRequest("")),
                refused("secretId", atMost(2048), () -> new DescribeSecretRequest(x(2049))),
                refused("name", atLeast(1), () -> new CreateSecretRequest("")),
                refused("name", atMost(512), () -> new CreateSecretRequest(x(513))),
                refused("description", atMost(2048), () -> new CreateSecretRequest("n").description(x(2049))),
                refused("description", atMost(2048), () -> new UpdateSecretRequest("n").description(x(2049))),
                refused("kmsKeyId", atMost(2048), () -> new CreateSecretRequest("n").kmsKeyId(x(2049))),
                refused("type", atMost(256), () -> new CreateSecretRequest("n").type(x(257))),
                refused("resourcePolicy", atMost(20_480), () -> new PutResourcePolicyRequest(secretId, x(20_481))),
                refused("resourcePolicy", atLeast(1), () -> new ValidateResourcePolicyRequest("")),
                refused(
                        "rotationLambdaARN",
                        atMost(2048),
                        () -> new RotateSecretRequest(secretId).rotationLambdaArn(x(2049))),
                refused("versionStage", atLeast(1), () -> new GetSecretValueRequest(secretId).versionStage("")),
                refused("versionStage", atMost(256), () -> new UpdateSecretVersionStageRequest(secretId, x(257))),
                refused(
                        "versionStages",
                        atLeast(1),
                        () -> new PutSecretValueRequest(secretId).versionStages(List.of())),
                refused(
                        "versionStages",
                        atMost(20),
                        () -> new PutSecretValueRequest(secretId).versionStages(Collections.nCopies(21, "label"))),
                refused("nextToken", atMost(4096), () -> new ListSecretsRequest().nextToken(x(4097))),
                refused("nextToken", atLeast(1), () -> new ListSecretsRequest().nextToken("")),
                refused(
                        "filters",
                        atMost(10),
                        () -> new ListSecretsRequest()
                                .filters(Collections.nCopies(11, new Filter(FilterKey.NAME, "n")))),
                refused("values", atMost(10), () -> new Filter(FilterKey.NAME, Collections.nCopies(11, "n"))),
                refused("key", atLeast(1), () -> new dev.secrets.model.Tag("", "value")),
                refused("key", atMost(128), () -> new dev.secrets.model.Tag(x(129), "value")),
                refused("value", atMost(256), () -> new dev.secrets.model.Tag("key", x(257))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("outsideTheLimits")
    @Tag("VALID-04")
    @Tag("VALID-05")
    @Tag("VALID-07")
    @Tag("VALID-10")
    void request_memberOutsideItsLimits_isRefused(String path, String constraint, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOfSatisfying(ValidationException.class, refusal -> {
                    assertThat(refusal.errorCode()).isEqualTo("ValidationException");
                    assertThat(refusal.violations())
                            .singleElement()
                            .satisfies(violation -> assertThat(violation.path()).isEqualTo(path));
                })
                .hasMessageStartingWith("1 validation error detected: Value '")
                .hasMessageEndingWith("' at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                refused("name", NULL, () -> new CreateSecretRequest((String) null)),
                refused("secretId", NULL, () -> new PutSecretValueRequest((String) null)),
                refused("versionStage", NULL, () -> new UpdateSecretVersionStageRequest("prod/db", null)),
                refused("resourcePolicy", NULL, () -> new PutResourcePolicyRequest("prod/db", null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("missing")
    @Tag("VALID-01")
    void request_requiredMemberMissing_isRefused(String path, String constraint, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(ValidationException.class)
                .hasMessage("1 validation error detected: Value null at '" + path + "' failed to satisfy constraint: "
                        + constraint);
    }

    @Test
    @Tag("VALID-02")
    void request_severalViolations_areToldTogether() {
        assertThatThrownBy(() -> new UpdateSecretVersionStageRequest("", "", Optional.of("short"), Optional.of(x(65))))
                .isInstanceOf(ValidationException.class)
                .hasMessage("4 validation errors detected: "
                        + "Value '' at 'secretId' failed to satisfy constraint: " + atLeast(1)
                        + "; Value '' at 'versionStage' failed to satisfy constraint: " + atLeast(1)
                        + "; Value 'short' at 'removeFromVersionId' failed to satisfy constraint: " + atLeast(32)
                        + "; Value '" + x(65) + "' at 'moveToVersionId' failed to satisfy constraint: " + atMost(64));
    }

    @Test
    @Tag("VALID-03")
    void clientRequestToken_has32To64Characters() {
        for (int length : new int[] {32, 64}) {
            assertThat(secrets.createSecret(new CreateSecretRequest("n" + length)
                                    .clientRequestToken(x(length))
                                    .secretString("value"))
                            .versionId())
                    .contains(x(length));
        }
        for (ThrowingCallable making : List.<ThrowingCallable>of(
                () -> new CreateSecretRequest("n").clientRequestToken(x(31)),
                () -> new PutSecretValueRequest("n").clientRequestToken(x(65)),
                () -> new UpdateSecretRequest("n").clientRequestToken(x(31)),
                () -> new RotateSecretRequest("n").clientRequestToken(""))) {
            assertThatThrownBy(making)
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining("at 'clientRequestToken' failed to satisfy constraint");
        }
    }

    @Test
    @Tag("VALID-04")
    void versionStages_itemOutsideItsLimits_isRefused() {
        for (String label : List.of("", x(257))) {
            assertThatThrownBy(() -> new PutSecretValueRequest("n").versionStages("ok", label))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageEndingWith("at 'versionStages' failed to satisfy constraint: Member must satisfy "
                            + "constraint: [Member must have length less than or equal to 256, "
                            + "Member must have length greater than or equal to 1]");
        }
        assertThat(new PutSecretValueRequest("n")
                        .versionStages(Collections.nCopies(20, x(256)))
                        .versionStages())
                .isPresent();
    }

    @Test
    @Tag("VALID-06")
    void maxResults_hasItsRange() {
        for (int bad : new int[] {0, -1, 101, Integer.MAX_VALUE}) {
            assertOutOfRange(bad, () -> new ListSecretsRequest().maxResults(bad));
            assertOutOfRange(bad, () -> new ListSecretVersionIdsRequest("n").maxResults(bad));
        }
        assertOutOfRange(0, () -> new BatchGetSecretValueRequest().maxResults(0));
        assertOutOfRange(21, () -> new BatchGetSecretValueRequest().maxResults(21));
    }

    private static void assertOutOfRange(int value, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("1 validation error detected: Value '" + value
                        + "' at 'maxResults' failed to satisfy constraint: Member must have value ");
    }

    @Test
    @Tag("VALID-07")
    void filterValue_outsideThePattern_isRefused() {
        for (String bad : List.of("a*", "ä", "a\nb", "a;b", "a$")) {
            assertThatThrownBy(() -> new Filter(FilterKey.NAME, bad))
                    .isInstanceOf(ValidationException.class)
                    .hasMessage("1 validation error detected: Value '[" + bad
                            + "]' at 'values' failed to satisfy constraint: "
                            + "Member must satisfy constraint: [Member must have length less than or equal to 512, "
                            + "Member must have length greater than or equal to 0, Member must satisfy regular "
                            + "expression pattern: ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$]");
        }
        assertThatThrownBy(() -> new Filter(FilterKey.NAME, x(513))).isInstanceOf(ValidationException.class);
        assertThat(new Filter(FilterKey.NAME, "!aZ9 :_@/+=.-!", "").values()).hasSize(2);
    }

    @Test
    void replicaRegion_outsideThePattern_isRefused() {
        for (String bad : List.of("eu west 1", "EU-WEST-1", "eu-west", "1")) {
            assertThatThrownBy(() -> new ReplicaRegionType(bad)).isInstanceOf(ValidationException.class);
            assertThatThrownBy(() -> new RemoveRegionsFromReplicationRequest("prod/db", List.of("eu-west-1", bad)))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageStartingWith("1 validation error detected: Value '[eu-west-1, " + bad
                            + "]' at 'removeReplicaRegions' failed to satisfy constraint: ");
        }
    }

    @Test
    @Tag("VALID-08")
    void secretString_isMeasuredInBytesOfUtf8() {
        String ascii = x(MAX_PAYLOAD);
        String twoBytes = "ä".repeat(MAX_PAYLOAD / 2);
        String fourBytes = "\uD83D\uDD11".repeat(MAX_PAYLOAD / 4);
        int i = 0;
        for (String longest : List.of(ascii, twoBytes, fourBytes)) {
            String name = "n" + i++;
            fixture.create(name, longest);
            assertThat(fixture.value(name)).isEqualTo(longest);
            assertPayloadRefused("secretString", () -> new CreateSecretRequest("n").secretString(longest + "x"));
            assertPayloadRefused("secretString", () -> new PutSecretValueRequest("n").secretString(longest + "x"));
            assertPayloadRefused("secretString", () -> new UpdateSecretRequest("n").secretString(longest + "x"));
        }
        assertPayloadRefused("secretString", () -> new CreateSecretRequest("n").secretString(""));
    }

    @Test
    @Tag("VALID-09")
    void secretBinary_has1To65536Bytes() {
        byte[] longest = new byte[MAX_PAYLOAD];
        secrets.createSecret(new CreateSecretRequest("n").secretBinary(longest));

        assertThat(secrets.getSecretValue("n").secretBinary())
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(longest));
        assertPayloadRefused(
                "secretBinary", () -> new CreateSecretRequest("n").secretBinary(new byte[MAX_PAYLOAD + 1]));
        assertPayloadRefused("secretBinary", () -> new PutSecretValueRequest("n").secretBinary(new byte[0]));
    }

    /** The value itself is never told, however wrong it is. */
    private static void assertPayloadRefused(String path, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("1 validation error detected: Value at '" + path
                        + "' failed to satisfy constraint: Member must have length ");
    }

    @Test
    @Tag("VALID-08")
    void secretString_thatIsNoText_isRefused() {
        assertThatThrownBy(() -> new CreateSecretRequest("n").secretString("half of a pair: \uD83D"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("The secret string is not valid Unicode text.");
        assertThatThrownBy(() -> new CreateSecretRequest("n").secretString(SecretValue.copyOf(new byte[] {1})))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("secretString takes a value of kind STRING.");
    }

    /** Text that is no Unicode can't be kept as it is, so it is refused and not altered. */
    @Test
    @Tag("VALID-11")
    void text_withHalfOfASurrogatePair_isRefused() {
        String half = "\uD83D";
        fixture.create("prod/db", "value");
        String version = fixture.stages("prod/db").keySet().iterator().next();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> secrets.createSecret(new CreateSecretRequest("n").description(half)),
                () -> secrets.createSecret(new CreateSecretRequest("n").type(half)),
                () -> secrets.createSecret(new CreateSecretRequest("n").kmsKeyId(half)),
                () -> secrets.createSecret(new CreateSecretRequest("n").tags(Map.of("key", half))),
                () -> secrets.createSecret(new CreateSecretRequest("n")
                        .clientRequestToken(x(32) + half)
                        .secretString("value")),
                () -> secrets.updateSecret(new UpdateSecretRequest("prod/db").description(half)),
                () -> secrets.putSecretValue(
                        new PutSecretValueRequest("prod/db").secretString("two").versionStages(half)),
                () -> secrets.updateSecretVersionStage(
                        new UpdateSecretVersionStageRequest("prod/db", half).moveToVersionId(version)),
                () -> secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn(half)))) {
            assertThat(fixture.refusalOf(call).statusCode()).isEqualTo(400);
        }
    }
}
