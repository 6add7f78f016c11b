package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before the manager hears of it, in the words of the service's front end. */
final class WireValidationTest {
    private static final String TOKEN = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    private static final String NO_TOKEN =
            "You must provide a ClientRequestToken value. We recommend a UUID-type value.";
    private static final String NOT_NULL = "Member must not be null";

    private final ScriptedSecretsManager secrets = ScriptedSecretsManager.refusing();

    static Stream<Arguments> missingMembers() {
        return Stream.of(
                arguments("CreateSecret", List.of("name")),
                arguments("PutResourcePolicy", List.of("secretId", "resourcePolicy")),
                arguments("RemoveRegionsFromReplication", List.of("secretId", "removeReplicaRegions")),
                arguments("ReplicateSecretToRegions", List.of("secretId", "addReplicaRegions")),
                arguments("TagResource", List.of("secretId", "tags")),
                arguments("UntagResource", List.of("secretId", "tagKeys")),
                arguments("UpdateSecretVersionStage", List.of("secretId", "versionStage")),
                arguments("ValidateResourcePolicy", List.of("resourcePolicy")));
    }

    @ParameterizedTest
    @MethodSource("missingMembers")
    @Tag("VALID-01")
    void handle_requiredMembersMissing_namesEachOnce(String operation, List<String> paths) {
        assertViolations(
                operation,
                "{}",
                paths.stream().map(path -> violation("null", path, NOT_NULL)).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "CancelRotateSecret",
        "DeleteResourcePolicy",
        "DeleteSecret",
        "DescribeSecret",
        "GetResourcePolicy",
        "GetSecretValue",
        "ListSecretVersionIds",
        "PutSecretValue",
        "RestoreSecret",
        "RotateSecret",
        "StopReplicationToReplica",
        "UpdateSecret",
    })
    @Tag("VALID-01")
    void handle_secretIdNull_namesIt(String operation) {
        assertThat(secrets.answer(operation, "{\"SecretId\":null}"))
                .isEqualTo("{\"__type\":\"ValidationException\",\"message\":\"1 validation error detected: "
                        + "Value null at 'secretId' failed to satisfy constraint: Member must not be null\"}");
        assertThat(secrets.requests()).isEmpty();
    }

    @Test
    @Tag("VALID-02")
    void handle_violationsOfEveryKind_areToldTogetherInTheOrderOfTheMembers() {
        assertViolations(
                "ListSecrets",
                """
                {"SortBy":"size","Filters":[{"Key":"name","Values":["ok"]},{"Key":"x","Values":["a"]},\
                {"Key":"all","Values":["*"]},null],"MaxResults":0}""",
                violation("'0'", "maxResults", "Member must have value greater than or equal to 1"),
                violation("null", "filters.4.member", NOT_NULL),
                violation(
                        "'x'",
                        "filters.2.member.key",
                        "Member must satisfy enum value set: "
                                + "[description, name, tag-key, tag-value, primary-region, owning-service, all]"),
                violation(
                        "'[*]'",
                        "filters.3.member.values",
                        "Member must satisfy constraint: [Member must have length less than or equal to 512, "
                                + "Member must have length greater than or equal to 0, Member must satisfy regular "
                                + "expression pattern: ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$]"),
                violation(
                        "'size'",
                        "sortBy",
                        "Member must satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]"));
    }

    @Test
    @Tag("VALID-02")
    void handle_nestedMembersMissing_areNamedByTheirOneBasedPaths() {
        assertViolations(
                "TagResource",
                "{'SecretId':'','Tags':[{'Key':'k','Value':'v'},{},{'Key':''}]}",
                violation("''", "secretId", "Member must have length greater than or equal to 1"),
                violation("null", "tags.2.member.key", NOT_NULL),
                violation("null", "tags.2.member.value", NOT_NULL),
                violation("''", "tags.3.member.key", "Member must have length greater than or equal to 1"),
                violation("null", "tags.3.member.value", NOT_NULL));
    }

    @Test
    @Tag("VALID-02")
    void handle_onlyItemOfAListIsBad_listIsNotCalledEmpty() {
        assertViolations(
                "ReplicateSecretToRegions",
                "{'SecretId':'a','AddReplicaRegions':[{'Region':'Mars'}]}",
                violation(
                        "'Mars'",
                        "addReplicaRegions.1.member.region",
                        "Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$"));
    }

    @Test
    @Tag("ROT-24")
    void handle_violationInANestedStructure_hasItsPath() {
        assertViolations(
                "RotateSecret",
                "{'SecretId':'a','RotationRules':{'AutomaticallyAfterDays':1001,'Duration':'x'},'RotationLambdaARN':'l'}",
                violation(
                        "'1001'",
                        "rotationRules.automaticallyAfterDays",
                        "Member must have value less than or equal to 1000"),
                violation("'x'", "rotationRules.duration", "Member must have length greater than or equal to 2"),
                violation("'x'", "rotationRules.duration", "Member must satisfy regular expression pattern: [0-9]+h"));
    }

    @Test
    void handle_nullInAListOfTexts_isNamed() {
        assertViolations(
                "UntagResource",
                "{'SecretId':'a','TagKeys':['k',null]}",
                violation("null", "tagKeys.2.member", NOT_NULL));
    }

    static Stream<Arguments> outsideLimits() {
        return Stream.of(
                arguments("PutSecretValue", "ClientRequestToken", text(31), "clientRequestToken"),
                arguments("PutSecretValue", "ClientRequestToken", text(65), "clientRequestToken"),
                arguments("GetSecretValue", "VersionStage", text(0), "versionStage"),
                arguments("GetSecretValue", "VersionStage", text(257), "versionStage"),
                arguments("PutSecretValue", "VersionStages", "[]", "versionStages"),
                arguments("PutSecretValue", "VersionStages", list("'x'", 21), "versionStages"),
                arguments("UpdateSecret", "Description", text(2049), "description"),
                arguments("DescribeSecret", "SecretId", text(0), "secretId"),
                arguments("DescribeSecret", "SecretId", text(2049), "secretId"),
                arguments("ListSecrets", "MaxResults", "0", "maxResults"),
                arguments("ListSecrets", "MaxResults", "101", "maxResults"),
                arguments("ListSecretVersionIds", "MaxResults", "101", "maxResults"),
                arguments("BatchGetSecretValue", "MaxResults", "21", "maxResults"),
                arguments("BatchGetSecretValue", "SecretIdList", list("'a'", 21), "secretIdList"),
                arguments("ListSecrets", "Filters", list("{'Key':'all','Values':['a']}", 11), "filters"),
                arguments(
                        "ListSecrets",
                        "Filters",
                        "[{'Key':'all','Values':" + list("'a'", 11) + "}]",
                        "filters.1.member.values"),
                arguments("UpdateSecret", "SecretString", text(65537), "secretString"),
                arguments("UpdateSecret", "SecretString", "'" + "é".repeat(32768) + "x'", "secretString"),
                arguments("UpdateSecret", "SecretString", text(0), "secretString"),
                arguments("UpdateSecret", "SecretBinary", base64(65537), "secretBinary"),
                arguments("UpdateSecret", "SecretBinary", text(0), "secretBinary"),
                arguments("PutResourcePolicy", "ResourcePolicy", text(20481), "resourcePolicy"),
                arguments("CreateSecret", "Name", text(513), "name"),
                arguments("GetRandomPassword", "PasswordLength", "4097", "passwordLength"),
                arguments("PutSecretValue", "RotationToken", text(35), "rotationToken"));
    }

    @ParameterizedTest
    @MethodSource("outsideLimits")
    @Tag("VALID-03")
    @Tag("VALID-04")
    @Tag("VALID-05")
    @Tag("VALID-06")
    @Tag("VALID-07")
    @Tag("VALID-08")
    @Tag("VALID-09")
    @Tag("VALID-10")
    @Tag("BATCH-07")
    @Tag("CREATE-19")
    @Tag("RAND-13")
    void handle_memberOutsideItsLimits_isNamed(String operation, String member, String value, String path) {
        WireResponse answer = secrets.handle(operation, requestWith(member, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorType()).contains("ValidationException");
        assertThat(ScriptedSecretsManager.text(answer))
                .contains("1 validation error detected: ", " at '" + path + "' failed to satisfy constraint: ");
        assertThat(secrets.requests()).isEmpty();
    }

    static Stream<Arguments> atLimits() {
        return Stream.of(
                arguments("PutSecretValue", "ClientRequestToken", text(32)),
                arguments("PutSecretValue", "ClientRequestToken", text(64)),
                arguments("PutSecretValue", "VersionStages", list("'x'", 20)),
                arguments("BatchGetSecretValue", "SecretIdList", list("'a'", 20)),
                arguments("UpdateSecret", "SecretString", text(65536)),
                arguments("UpdateSecret", "SecretString", "'" + "é".repeat(32768) + "'"),
                arguments("UpdateSecret", "SecretString", "'" + "\\u0041".repeat(65536) + "'"),
                arguments("UpdateSecret", "SecretBinary", base64(65536)),
                arguments("PutResourcePolicy", "ResourcePolicy", text(20480)),
                arguments("CreateSecret", "Name", text(512)),
                arguments("DescribeSecret", "SecretId", text(2048)));
    }

    @ParameterizedTest
    @MethodSource("atLimits")
    @Tag("VALID-08")
    @Tag("VALID-09")
    @Tag("CREATE-19")
    void handle_memberAtItsLimit_passes(String operation, String member, String value) {
        assertThat(secrets.handle(operation, requestWith(member, value)).errorType())
                .contains("ResourceNotFoundException");
        assertThat(secrets.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'Values':['a']}", "{'Key':'name'}", "{'Key':'name','Values':[]}", "{}"})
    @Tag("FILT-22")
    void handle_filterWithoutKeyOrValues_isAnInvalidParameter(String filter) {
        String request = "{'Filters':[" + filter + "]}";

        assertThat(secrets.answer("ListSecrets", request.replace('\'', '"')))
                .startsWith("{\"__type\":\"InvalidParameterException\",\"Message\":\"Invalid filter ");
        assertThat(secrets.requests()).isEmpty();
    }

    @Test
    @Tag("LIST-09")
    void handle_filterWithoutKeyBesideAViolation_theViolationIsTold() {
        assertViolations(
                "ListSecrets",
                "{'Filters':[{'Values':['a']}],'SortOrder':'up'}",
                violation("'up'", "sortOrder", "Member must satisfy enum value set: [asc, desc]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateSecret   | {'Name':'a','SecretString':'s'} | InvalidRequestException",
                "CreateSecret   | {'Name':'a','SecretBinary':'AA=='} | InvalidRequestException",
                "PutSecretValue | {'SecretId':'a','SecretString':'s'} | InvalidRequestException",
                "PutSecretValue | {'SecretId':'a'} | InvalidRequestException",
                "UpdateSecret   | {'SecretId':'a'} | InvalidRequestException",
                "UpdateSecret   | {'SecretId':'a','ClientRequestToken':null} | InvalidRequestException",
                "RotateSecret   | {'SecretId':'a'} | InvalidParameterException",
            })
    @Tag("CREATE-03")
    @Tag("PUT-16")
    @Tag("UPD-13")
    @Tag("ROT-26")
    void handle_tokenMissing_isRefusedBeforeTheManagerIsAsked(String operation, String json, String code) {
        assertThat(secrets.answer(operation, json.replace('\'', '"')))
                .isEqualTo("{\"__type\":\"" + code + "\",\"Message\":\"" + NO_TOKEN + "\"}");
        assertThat(secrets.requests()).isEmpty();
    }

    @Test
    void handle_createWithoutValueAndToken_passes() {
        secrets.handle("CreateSecret", "{\"Name\":\"a\"}");

        assertThat(secrets.requests()).hasSize(1);
    }

    @Test
    void handle_tokenMissingBesideAViolation_theViolationIsTold() {
        assertViolations("PutSecretValue", "{}", violation("null", "secretId", NOT_NULL));
    }

    private void assertViolations(String operation, String json, String... violations) {
        String count = violations.length + (violations.length == 1 ? " validation error" : " validation errors");
        String message = count + " detected: " + String.join("; ", violations);

        assertThat(secrets.answer(operation, json.replace('\'', '"')))
                .isEqualTo(
                        "{\"__type\":\"ValidationException\",\"message\":\"" + message.replace("\\", "\\\\") + "\"}");
        assertThat(secrets.requests()).isEmpty();
    }

    private static String violation(String value, String path, String constraint) {
        return "Value " + value + " at '" + path + "' failed to satisfy constraint: " + constraint;
    }

    /** Returns a request that would pass, had not the member the value. */
    private static String requestWith(String member, String value) {
        List<String> members = Stream.of(
                        "'SecretId':'a'", "'Name':'a'", "'ClientRequestToken':'" + TOKEN + "'", "'ResourcePolicy':'{}'")
                .filter(other -> !other.startsWith("'" + member + "'"))
                .toList();
        return ("{" + String.join(",", members) + ",'" + member + "':" + value + "}").replace('\'', '"');
    }

    private static String text(int length) {
        return "'" + "x".repeat(length) + "'";
    }

    private static String list(String item, int size) {
        return "[" + String.join(",", Collections.nCopies(size, item)) + "]";
    }

    private static String base64(int length) {
        return "'" + Base64.getEncoder().encodeToString(new byte[length]) + "'";
    }
}
