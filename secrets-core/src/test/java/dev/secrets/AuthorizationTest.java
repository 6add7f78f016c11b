package dev.secrets;

import static dev.secrets.Policies.APP;
import static dev.secrets.Policies.allow;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.Operations.Operation;
import dev.secrets.audit.AuditEvent;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.ApiErrorType;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.model.StagingLabel;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which action on which resource each operation needs (section 7 of the policy reference). */
final class AuthorizationTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private String arn = "";

    @BeforeEach
    void prepare() {
        arn = Operations.prepare(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void operation_itsActionsOnItsResource_areEnough(Operation operation) {
        SecretsManager app = allowedTo(operation.actions(), resource(operation));

        Optional<Throwable> thrown = Optional.ofNullable(catchThrowable(() -> operation.perform(app)));

        assertThat(thrown.map(refusal -> ((SecretsManagerException) refusal).errorCode()))
                .isEqualTo(operation.refusedWith());
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void operation_oneActionMissing_isRefused(Operation operation) {
        for (String missing : operation.actions()) {
            List<String> others = Stream.concat(Stream.of("Nothing"), operation.actions().stream())
                    .filter(action -> !action.equals(missing))
                    .toList();
            SecretsManager app = allowedTo(others, resource(operation));

            assertDenied(() -> operation.perform(app), missing, named(operation));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void operation_allActionsOnAnotherResource_isRefused(Operation operation) {
        SecretsManager app = allowedTo(List.of("*"), SecretsFixture.ARN_PREFIX + "other/*");

        assertDenied(() -> operation.perform(app), operation.action(), named(operation));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void operation_deniedExplicitly_isRefusedWhateverElseIsAllowed(Operation operation) {
        for (String denied : operation.actions()) {
            SecretsManager app =
                    bound(allow("*", "*"), "{'Effect':'Deny','Action':'secretsmanager:" + denied + "','Resource':'*'}");

            assertDenied(() -> operation.perform(app), denied, named(operation));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void operation_resourcePolicyOfTheSecret_isEnough(Operation operation) {
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                Operations.NAME, Policies.document(Policies.statement("Allow", APP, "secretsmanager:*"))));
        SecretsManager app = bound(allow("Nothing", "*"));

        assertNotDenied(() -> operation.perform(app));
    }

    @Tag("S8")
    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void operation_anyFormOfTheId_isJudgedByTheFullArn(Operation operation) {
        SecretsManager app = allowedTo(operation.actions(), arn);
        SecretsManager other = allowedTo(operation.actions(), SecretsFixture.ARN_PREFIX + Operations.NAME);

        for (String id : List.of(arn, SecretsFixture.ARN_PREFIX + Operations.NAME)) {
            assertDenied(() -> operation.perform(other, id), operation.action(), " on resource: " + id);
        }
        assertNotDenied(() -> operation.perform(app, arn));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void operation_callerWithoutPolicies_isRefused(Operation operation) {
        assertDenied(() -> operation.perform(fixture.as(APP)), operation.action(), named(operation));
    }

    @Tag("E5")
    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void operation_callerOfAnotherAccount_needsBothSides(Operation operation) {
        SecretsManager stranger = boundTo(Policies.STRANGER, allow("*", "*"));
        assertDeniedTo(Policies.STRANGER, () -> operation.perform(stranger, arn), operation.action(), onArn());

        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                Operations.NAME,
                Policies.document(Policies.statement("Allow", Policies.STRANGER, "secretsmanager:*"))));

        assertNotDenied(() -> operation.perform(stranger, arn));
        assertDeniedTo(
                Policies.STRANGER,
                () -> operation.perform(fixture.as(Policies.STRANGER), arn),
                operation.action(),
                onArn());
    }

    private String onArn() {
        return " on resource: " + arn;
    }

    /** Section 2 of the reference: a name is always that of a secret of the caller's own account. */
    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void operation_callerOfAnotherAccountByName_asksForASecretOfItsOwn(Operation operation) {
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                Operations.NAME,
                Policies.document(Policies.statement("Allow", Policies.STRANGER, "secretsmanager:*"))));
        String ownAccount = "arn:aws:secretsmanager:*:111122223333:secret:*";

        assertThatThrownBy(() -> operation.perform(boundTo(Policies.STRANGER, allow("*", ownAccount))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertDeniedTo(
                Policies.STRANGER,
                () -> operation.perform(boundTo(Policies.STRANGER, allow("*", arn))),
                operation.action(),
                named(operation));
    }

    // CreateSecret

    /** Rule S4: the ARN that policies see is the one that the secret gets, suffix and all. */
    @Tag("S4")
    @Tag("O21")
    @Test
    void create_arnThatPoliciesSee_isTheOneOfTheSecret() {
        SecretsManager six = allowedTo(List.of("CreateSecret"), SecretsFixture.ARN_PREFIX + "app/new-??????");
        SecretsManager none = allowedTo(List.of("CreateSecret"), SecretsFixture.ARN_PREFIX + "app/new");

        assertDenied(() -> none.createSecret("app/new", "value"), "CreateSecret", " on resource: app/new");
        String created = six.createSecret("app/new", "value").arn();

        AuditEvent outcome = fixture.trail.get(fixture.trail.size() - 1);
        assertThat(outcome.resourceArn()).contains(created);
    }

    @Test
    void create_nameInUse_isToldOnlyToWhoMayCreateIt() {
        assertDenied(
                () -> bound(allow("Nothing", "*")).createSecret(Operations.NAME, "value"),
                "CreateSecret",
                " on resource: " + Operations.NAME);
        assertRefused(
                fixture,
                () -> bound(allow("CreateSecret", "*")).createSecret(Operations.NAME, "value"),
                "ResourceExistsException",
                "The operation failed because the secret app/db already exists.");
    }

    // BatchGetSecretValue

    @Tag("S2")
    @Test
    void batch_eachSecret_isAuthorisedByItself() {
        fixture.secrets.createSecret("app/other", "other");
        SecretsManager app = bound(allow("BatchGetSecretValue", "*"), allow("GetSecretValue", arn));

        BatchGetSecretValueResponse response = app.batchGetSecretValue(
                new BatchGetSecretValueRequest().secretIdList("app/other", Operations.NAME, "no/such"));

        assertThat(response.secretValues())
                .extracting(GetSecretValueResponse::name)
                .containsExactly(Operations.NAME);
        assertThat(response.errors())
                .containsExactly(
                        new ApiErrorType("app/other", "AccessDeniedException", denial("GetSecretValue", "app/other")),
                        new ApiErrorType("no/such", "AccessDeniedException", denial("GetSecretValue", "no/such")));
    }

    @Test
    void batch_byFilter_needsToList() {
        SecretsManager app = bound(allow("BatchGetSecretValue", "*"), allow("GetSecretValue", "*"));
        BatchGetSecretValueRequest request =
                new BatchGetSecretValueRequest().filters(new Filter(FilterKey.NAME, "app/"));

        assertDenied(() -> app.batchGetSecretValue(request), "ListSecrets", "");
        SecretsManager lister =
                bound(allow("BatchGetSecretValue", "*"), allow("GetSecretValue", "*"), allow("ListSecrets", "*"));
        assertThat(lister.batchGetSecretValue(request).secretValues()).hasSize(1);
    }

    // What a right to one thing is worth

    @Tag("S6")
    @Tag("O23")
    @Test
    void versionStage_readByPlainName_isTheCurrentOne() {
        String onlyCurrent =
                Policies.condition("ForAnyValue:StringEquals", "secretsmanager:VersionStage", StagingLabel.AWSCURRENT);
        SecretsManager app = bound(allow("GetSecretValue", arn, onlyCurrent));
        GetSecretValueRequest read = new GetSecretValueRequest(Operations.NAME);

        assertThatCode(() -> app.getSecretValue(Operations.NAME)).doesNotThrowAnyException();
        assertThatCode(() -> app.getSecretValue(read.versionStage(StagingLabel.AWSCURRENT)))
                .doesNotThrowAnyException();
        assertDenied(
                () -> app.getSecretValue(read.versionStage("AWSPREVIOUS")),
                "GetSecretValue",
                " on resource: " + Operations.NAME);
        assertDenied(
                () -> app.getSecretValue(read.versionId(Operations.VERSION)),
                "GetSecretValue",
                " on resource: " + Operations.NAME);
    }

    @Tag("S7")
    @Test
    void putResourcePolicy_allowedAlone_letsTheCallerTakeTheValue() {
        SecretsManager app = bound(allow("PutResourcePolicy", arn));
        assertDenied(() -> app.getSecretValue(Operations.NAME), "GetSecretValue", " on resource: " + Operations.NAME);

        app.putResourcePolicy(new PutResourcePolicyRequest(Operations.NAME, Policies.resource()));

        assertThat(app.getSecretValue(Operations.NAME).name()).isEqualTo(Operations.NAME);
    }

    // ListSecrets

    @Tag("S3")
    @Test
    void list_isAllOrNothing() {
        fixture.secrets.createSecret("app/other", "other");
        SecretsManager lister = bound(allow("ListSecrets", "*"));

        assertThat(names(lister)).containsExactlyInAnyOrder(Operations.NAME, "app/other");
        assertDenied(() -> allowedTo(List.of("ListSecrets"), arn).listSecrets(), "ListSecrets", "");
    }

    @Test
    void list_filtered_showsWhatTheCallerMayDescribe() {
        fixture.secrets.createSecret("app/other", "other");
        SecretsManager describer = filtered(allow("ListSecrets", "*"), allow("DescribeSecret", arn));
        SecretsManager lister = filtered(allow("ListSecrets", "*"));
        SecretsManager nobody = filtered(allow("DescribeSecret", "*"));

        assertThat(names(describer)).containsExactly(Operations.NAME);
        assertThat(names(lister)).isEmpty();
        assertDenied(nobody::listSecrets, "ListSecrets", "");
        assertThat(names(fixture.with(fixture.options.filterLists(true)))).hasSize(2);
    }

    @Test
    void list_filtered_countsTagsAndResourcePolicies() {
        fixture.secrets.createSecret(new CreateSecretRequest("app/other").tags(Map.of("team", "shop")));
        fixture.secrets.createSecret("app/shared", "value");
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                "app/shared", Policies.document(Policies.statement("Allow", APP, "secretsmanager:DescribeSecret"))));

        SecretsManager app = filtered(
                allow("ListSecrets", "*"),
                allow("DescribeSecret", "*", Policies.condition("StringEquals", "aws:ResourceTag/team", "shop")));

        assertThat(names(app)).containsExactlyInAnyOrder("app/other", "app/shared");
    }

    // Tags as a means of access

    /** Section 11: a change of tags that would cost the caller its access is refused. */
    @Test
    void tag_changeThatWouldLockTheCallerOut_isRefused() {
        String mine = Policies.condition("StringEquals", "aws:ResourceTag/team", "payments");
        SecretsManager app = bound(allow("TagResource", "*", mine), allow("UntagResource", "*", mine));

        assertDenied(
                () -> app.tagResource(new TagResourceRequest(Operations.NAME, Map.of("team", "shop"))),
                "TagResource",
                " on resource: app/db");
        assertDenied(
                () -> app.untagResource(new UntagResourceRequest(Operations.NAME, List.of("team"))),
                "UntagResource",
                " on resource: app/db");
        app.tagResource(new TagResourceRequest(Operations.NAME, Map.of("stage", "prod")));
        app.untagResource(new UntagResourceRequest(Operations.NAME, List.of("stage")));
    }

    // Rotators

    @Test
    void rotator_principalOfTheOptions_isBoundByItsPolicies() {
        String principal = "arn:aws:iam::000000000000:role/rotation";
        EmbeddedSecretsManager secrets = fixture.with(
                Policies.of(principal, allow("GetSecretValue", "*"), allow("PutSecretValue", "*")),
                fixture.options.rotationPrincipal(CallerIdentity.of(principal)));
        secrets.rotateSecret(new RotateSecretRequest(Operations.NAME));
        RotationQueue queue = secrets.rotationQueue();
        RotationLease lease = queue.claim("node", Duration.ofMinutes(5), 1).get(0);

        queue.putPendingValue(lease, SecretValue.ofString("two"));
        assertThat(queue.pendingValue(lease)).isPresent();
        assertDeniedTo(
                principal, () -> queue.finish(lease), "UpdateSecretVersionStage", " on resource: " + lease.secretArn());
    }

    @Test
    void rotator_withoutPrincipal_actsAsTheOwner() {
        fixture.secrets.rotateSecret(new RotateSecretRequest(Operations.NAME));
        RotationQueue queue = fixture.secrets.rotationQueue();
        RotationLease lease = queue.claim("node", Duration.ofMinutes(5), 1).get(0);

        assertThatCode(() -> new ScriptedRotator(queue, "two").run(lease)).doesNotThrowAnyException();
    }

    private String resource(Operation operation) {
        return switch (operation.resource()) {
            case SECRET -> arn;
            case NEW_SECRET -> SecretsFixture.ARN_PREFIX + "app/new-??????";
            case NONE -> "*";
        };
    }

    private static String named(Operation operation) {
        return switch (operation.resource()) {
            case SECRET -> " on resource: app/db";
            case NEW_SECRET -> " on resource: app/new";
            case NONE -> "";
        };
    }

    private SecretsManager allowedTo(List<String> actions, String resource) {
        return bound(actions.stream().map(action -> allow(action, resource)).toArray(String[]::new));
    }

    private SecretsManager bound(String... statements) {
        return boundTo(APP, statements);
    }

    private SecretsManager boundTo(String caller, String... statements) {
        return fixture.with(Policies.of(caller, statements), fixture.options).as(CallerIdentity.of(caller));
    }

    private SecretsManager filtered(String... statements) {
        return fixture.with(Policies.of(APP, statements), fixture.options.filterLists(true))
                .as(CallerIdentity.of(APP));
    }

    private static List<String> names(SecretsManager secrets) {
        return secrets.listSecrets().secretList().stream()
                .map(SecretListEntry::name)
                .toList();
    }

    private void assertDenied(ThrowingCallable call, String action, String onResource) {
        assertDeniedTo(APP, call, action, onResource);
    }

    private void assertDeniedTo(String caller, ThrowingCallable call, String action, String onResource) {
        assertRefused(
                fixture,
                call,
                "AccessDeniedException",
                "User: " + caller + " is not authorized to perform: secretsmanager:" + action + onResource);
    }

    private static void assertNotDenied(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown instanceof AccessDeniedException)
                .as("denied: %s", thrown)
                .isFalse();
    }

    private static String denial(String action, String id) {
        return "User: " + APP + " is not authorized to perform: secretsmanager:" + action + " on resource: " + id;
    }
}
