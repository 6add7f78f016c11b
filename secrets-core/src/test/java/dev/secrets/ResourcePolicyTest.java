package dev.secrets;

import static dev.secrets.Policies.document;
import static dev.secrets.Policies.quoted;
import static dev.secrets.Policies.statement;
import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutResourcePolicyResponse;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.model.ValidationErrorsEntry;
import dev.secrets.store.FoundSecret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ResourcePolicyTest {
    private static final String READ = "secretsmanager:GetSecretValue";
    private static final String SYNTAX = "This resource policy contains a syntax error";
    private static final String PRINCIPAL = "This resource policy contains an unsupported principal";
    private static final String LOCK_OUT =
            "Your requested changes will not allow you to manage this secret in the future.";

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @BeforeEach
    void create() {
        secrets.createSecret("app/db", "value");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Tag("R1")
    @Test
    @Tag("POL-01")
    void put_thenGet_returnsTheTextAsGiven() {
        String policy = " " + Policies.resource() + "\n";

        PutResourcePolicyResponse response = put(policy);

        assertThat(response.name()).isEqualTo("app/db");
        assertThat(response.arn()).isEqualTo(secrets.describeSecret("app/db").arn());
        assertThat(policy()).contains(policy);
    }

    @Tag("R1")
    @Test
    @Tag("POL-01")
    void put_again_replacesTheWholePolicy() {
        put(Policies.resource());
        String second = document(statement("Allow", Policies.STRANGER, READ));

        put(second);

        assertThat(policy()).contains(second);
    }

    @Test
    @Tag("POL-02")
    void get_withoutPolicy_hasNone() {
        assertThat(policy()).isEmpty();
        put(Policies.resource());
        delete();
        assertThat(policy()).isEmpty();
    }

    /** Our choice. */
    @Tag("R1")
    @Test
    @Tag("POL-03")
    void delete_withoutPolicy_succeedsAndChangesNothing() {
        FoundSecret before = fixture.store.find("app/db").orElseThrow();

        delete();

        assertThat(fixture.store.find("app/db")).contains(before);
    }

    @Tag("R2")
    @Test
    @Tag("POL-04")
    void put_malformedDocument_isRefused() {
        put(Policies.resource());

        Stream.of(
                        "no json",
                        "{",
                        "[]",
                        "{}",
                        document(),
                        document(statement("allow", Policies.APP, READ)),
                        document(statement("Permit", Policies.APP, READ)),
                        document("{'Effect':'Allow','Action':'" + READ + "','Resource':'*'}"),
                        document(statement("Allow", Policies.APP, READ, "'Unknown':1")),
                        document(statement("Allow", Policies.APP, READ)) + " {}",
                        quoted("{'Version':'2020-01-01','Statement':[" + statement("Allow", "*", READ) + "]}"))
                .forEach(policy -> assertPutRefused(policy, "MalformedPolicyDocumentException", SYNTAX));
    }

    @Test
    @Tag("POL-05")
    void put_principalThatIsNone_isRefused() {
        Stream.of("nobody", "arn:aws:iam::000000000000:user/*", "arn:aws:s3:::bucket")
                .forEach(principal -> assertPutRefused(
                        document(statement("Allow", principal, READ)), "MalformedPolicyDocumentException", PRINCIPAL));
    }

    @Test
    @Tag("POL-05")
    void put_serviceThatIsNone_isRefused() {
        assertPutRefused(
                document("{'Effect':'Allow','Principal':{'Service':'rds'},'Action':'" + READ + "','Resource':'*'}"),
                "MalformedPolicyDocumentException",
                "This resource policy contains an unsupported service principal");
    }

    @Tag("R2")
    @Test
    @Tag("POL-06")
    void put_publicPolicyThatIsBlocked_isRefused() {
        Stream.of("'*'", "{'AWS':'*'}", "{'AWS':['" + Policies.APP + "','*']}")
                .map(principal -> document(
                        "{'Effect':'Allow','Principal':" + principal + ",'Action':'" + READ + "','Resource':'*'}"))
                .forEach(policy -> assertRefused(
                        fixture,
                        () -> secrets.putResourcePolicy(
                                new PutResourcePolicyRequest("app/db", policy).blockPublicPolicy(true)),
                        "PublicPolicyException"));
    }

    @Test
    @Tag("POL-06")
    void put_narrowPolicyUnderTheBlock_isStored() {
        String policy = document(statement(
                "Allow", "*", READ, Policies.condition("StringEquals", "aws:PrincipalAccount", "111122223333")));

        secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", policy).blockPublicPolicy(true));

        assertThat(policy()).contains(policy);
    }

    @Tag("R2")
    @Test
    @Tag("POL-07")
    void put_publicPolicyWithoutTheBlock_isStored() {
        String policy = document(statement("Allow", "*", READ));

        put(policy);
        secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", policy).blockPublicPolicy(false));

        assertThat(policy()).contains(policy);
    }

    @Test
    @Tag("POL-08")
    void put_policyThatLocksTheCallerOut_isRefused() {
        put(Policies.resource());

        Stream.of("secretsmanager:*", "secretsmanager:PutResourcePolicy", "*")
                .forEach(action -> assertPutRefused(
                        document(statement("Deny", "*", action)), "MalformedPolicyDocumentException", LOCK_OUT));
    }

    @Test
    @Tag("POL-08")
    void put_policyThatDeniesOthersOrOtherThings_isStored() {
        Stream.of(
                        document(statement("Deny", "*", "secretsmanager:DeleteSecret")),
                        document(statement("Deny", Policies.APP, "secretsmanager:*")))
                .forEach(policy -> {
                    put(policy);
                    assertThat(policy()).contains(policy);
                });
    }

    @Tag("R3")
    @Test
    @Tag("POL-09")
    void validate_withoutSecret_worksAndStoresNothing() {
        assertThat(validate(new ValidateResourcePolicyRequest(Policies.resource())))
                .isEqualTo(new ValidateResourcePolicyResponse(true, List.of()));
        assertThat(policy()).isEmpty();
    }

    @Tag("R3")
    @Test
    @Tag("POL-10")
    void validate_goodPolicy_passesWithoutErrors() {
        ValidateResourcePolicyResponse response =
                validate(new ValidateResourcePolicyRequest(Policies.resource()).secretId("app/db"));

        assertThat(response.policyValidationPassed()).isTrue();
        assertThat(response.validationErrors()).isEmpty();
        assertThat(policy()).isEmpty();
    }

    @Tag("R3")
    @Test
    @Tag("POL-10")
    void validate_badPolicy_tellsEachCheckThatFailed() {
        ValidateResourcePolicyRequest open = new ValidateResourcePolicyRequest(document(statement("Allow", "*", READ)));
        ValidateResourcePolicyRequest closed = new ValidateResourcePolicyRequest(document(
                        statement("Allow", "*", READ), statement("Deny", "*", "secretsmanager:PutResourcePolicy")))
                .secretId("app/db");

        assertThat(checks(open)).containsExactly("BROAD_ACCESS");
        assertThat(checks(closed)).containsExactly("BROAD_ACCESS", "LOCK_OUT");
        assertThat(validate(closed).validationErrors().get(1).errorMessage()).isEqualTo(LOCK_OUT);
        assertThat(checks(new ValidateResourcePolicyRequest("{"))).containsExactly("SYNTAX");
        assertThat(validate(new ValidateResourcePolicyRequest("{")).validationErrors())
                .allMatch(error -> error.errorMessage().startsWith(SYNTAX));
        assertThat(validate(new ValidateResourcePolicyRequest(document(statement("Allow", "nobody", READ))))
                        .validationErrors())
                .allMatch(error -> error.errorMessage().startsWith(PRINCIPAL));
    }

    @Test
    @Tag("POL-11")
    void policy_unknownSecret_isNotFound() {
        assertNotFound(
                fixture, () -> secrets.putResourcePolicy(new PutResourcePolicyRequest("no/such", Policies.resource())));
        assertNotFound(fixture, () -> secrets.putResourcePolicy(new PutResourcePolicyRequest("no/such", "no json")));
        assertNotFound(fixture, () -> secrets.getResourcePolicy(new GetResourcePolicyRequest("no/such")));
        assertNotFound(fixture, () -> secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest("no/such")));
        assertNotFound(
                fixture, () -> validate(new ValidateResourcePolicyRequest(Policies.resource()).secretId("no/such")));
    }

    private PutResourcePolicyResponse put(String policy) {
        return secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", policy));
    }

    private void delete() {
        secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest("app/db"));
    }

    private Optional<String> policy() {
        return secrets.getResourcePolicy(new GetResourcePolicyRequest("app/db")).resourcePolicy();
    }

    private ValidateResourcePolicyResponse validate(ValidateResourcePolicyRequest request) {
        return secrets.validateResourcePolicy(request);
    }

    private Stream<String> checkNames(ValidateResourcePolicyRequest request) {
        return validate(request).validationErrors().stream().map(ValidationErrorsEntry::checkName);
    }

    private List<String> checks(ValidateResourcePolicyRequest request) {
        return checkNames(request).distinct().toList();
    }

    private void assertPutRefused(String policy, String errorCode, String message) {
        assertRefused(fixture, () -> put(policy), errorCode, message);
    }
}
