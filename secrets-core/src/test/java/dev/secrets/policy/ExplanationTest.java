package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.APP_SESSION;
import static dev.secrets.policy.Policies.READ;
import static dev.secrets.policy.Policies.SECRET;
import static dev.secrets.policy.Policies.STRANGER;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.allowTo;
import static dev.secrets.policy.Policies.boundary;
import static dev.secrets.policy.Policies.context;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.identity;
import static dev.secrets.policy.Policies.read;
import static dev.secrets.policy.Policies.request;
import static dev.secrets.policy.Policies.resource;
import static dev.secrets.policy.Policies.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision.Step;
import dev.secrets.policy.Explanation.Result;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 13 of the reference. */
final class ExplanationTest {
    private static final String NOTHING = "{'Effect':'Allow','Action':'x:Nothing','Resource':'*'}";

    private static Explanation explain(PolicyRequest request, String... statements) {
        return PolicyEvaluator.decide(request, new PrincipalPolicies(identity(statements)))
                .explain();
    }

    @Test
    void explain_allowed_namesEveryStatementThatSufficed() {
        Decision decision = PolicyEvaluator.decide(
                read(ALICE), new PrincipalPolicies(identity(NOTHING, allow("'Sid':'All'"), allow())));
        assertThat(decision.statement()).hasValueSatisfying(statement -> {
            assertThat(statement.policyName()).isEqualTo("identity");
            assertThat(statement.index()).isEqualTo(1);
            assertThat(statement.sid()).contains("All");
        });
        Explanation explanation = decision.explain();
        assertThat(explanation.decidingStatements())
                .extracting(StatementReference::index)
                .containsExactly(1, 2);
        assertThat(explanation.nearMisses()).isEmpty();
        assertThat(explanation.reason())
                .isEqualTo("an identity-based policy allows the secretsmanager:GetSecretValue action");
        assertThat(explanation.toString())
                .contains("decided by: statement 1 (Sid All) of the identity-based policy \"identity\"");
    }

    @Tag("E10")
    @Test
    void explain_explicitDeny_namesAllDeniesOfAllTypes() {
        Decision decision = PolicyEvaluator.decide(
                read(ALICE),
                new PrincipalPolicies(identity(allow(), deny())).boundary(boundary(deny())),
                resource(allowTo("'*'")));
        Explanation explanation = decision.explain();
        assertThat(explanation.decidingStatements())
                .extracting(StatementReference::policyType)
                .containsExactly(PolicyType.IDENTITY, PolicyType.BOUNDARY);
        assertThat(explanation.results())
                .containsEntry(PolicyType.IDENTITY, Result.DENIED)
                .containsEntry(PolicyType.BOUNDARY, Result.DENIED)
                .containsEntry(PolicyType.RESOURCE, Result.ALLOWED)
                .containsEntry(PolicyType.SESSION, Result.NOT_PRESENT);
        assertThat(explanation.reason()).isEqualTo("with an explicit deny in an identity-based policy");
    }

    @Test
    void explain_refused_saysWhichConditionFailedAndWhy() {
        PolicyRequest request = request(
                ALICE,
                READ,
                SECRET,
                context(
                        "aws:ResourceTag/team",
                        "billing",
                        "aws:PrincipalTag/team",
                        "payments",
                        "x:n",
                        "ten",
                        "x:many",
                        "[a,b]"));
        Explanation explanation = explain(
                request,
                allow("'Condition':{'StringEquals':{'aws:ResourceTag/team':'${aws:PrincipalTag/team}'}}"),
                allow(
                        "'Condition':{'NumericLessThan':{'x:n':'3'},'Bool':{'aws:MultiFactorAuthPresent':'true'},'StringEquals':{'x:many':'a'},"
                                + "'StringLike':{'aws:ResourceTag/team':'${x:none}'},'Null':{'x:n':'true'}}"));
        assertThat(explanation.nearMisses())
                .extracting(miss -> miss.statement().index())
                .containsExactly(0, 1);
        assertThat(explanation.nearMisses().get(0).conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.operator()).isEqualTo("StringEquals");
            assertThat(condition.key()).isEqualTo("aws:ResourceTag/team");
            assertThat(condition.policyValues()).containsExactly("payments");
            assertThat(condition.requestValues()).containsExactly("billing");
            assertThat(condition.reason()).isEqualTo("the request has [billing]");
        });
        assertThat(explanation.nearMisses().get(1).conditions())
                .extracting(NearMiss.FailedCondition::reason)
                .containsExactly(
                        "the request has [ten], which is not a number",
                        "the request has no such key",
                        "the request has several values; the operator needs ForAllValues: or ForAnyValue: before it",
                        "the request has [billing], and the variable ${x:none} has no value",
                        "the request has the key");
        assertThat(explanation.missingKeys()).containsExactly("aws:MultiFactorAuthPresent", "x:none");
        assertThat(explanation.toString())
                .startsWith(
                        "arn:aws:iam::111122223333:user/team/alice may not perform secretsmanager:GetSecretValue on "
                                + SECRET + ": because no identity-based policy allows")
                .contains(
                        "near: statement 0 of the identity-based policy \"identity\": StringEquals aws:ResourceTag/team [payments]: the request has [billing]")
                .contains("missing condition keys: aws:MultiFactorAuthPresent");
    }

    @Test
    void explain_refused_saysWhichActionOrResourceWasMissing() {
        Explanation explanation = explain(
                read(ALICE),
                "{'Effect':'Allow','Action':'secretsmanager:GetSecretValue','Resource':'arn:aws:secretsmanager:*:*:secret:test/*'}",
                "{'Effect':'Allow','Action':'secretsmanager:DescribeSecret','Resource':'*'}",
                "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'arn:aws:kms:*:*:key/*'}");
        assertThat(explanation.nearMisses())
                .extracting(NearMiss::misses)
                .containsExactly(List.of("resource"), List.of("action"));
        assertThat(explanation.toString())
                .contains("near: statement 0 of the identity-based policy \"identity\": the resource does not match");
    }

    @Test
    void explain_manyNearMisses_keepsTheNearest() {
        String[] statements = new String[50];
        Arrays.fill(statements, "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*'}");
        statements[49] = allow("'Condition':{'Bool':{'x:k':'true'}}");
        assertThat(explain(read(ALICE), statements).nearMisses())
                .hasSize(10)
                .first()
                .satisfies(miss -> assertThat(miss.misses()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, false, BOUNDARY, BOUNDARY, because no permissions boundary allows the secretsmanager:GetSecretValue action",
        "true, true, false, SESSION_POLICY, SESSION, because no session policy allows the secretsmanager:GetSecretValue action"
    })
    void explain_blockedByACap_namesIt(
            boolean identity, boolean boundary, boolean session, Step step, PolicyType blocking, String reason) {
        PrincipalPolicies policies = new PrincipalPolicies(identity(identity ? allow() : NOTHING))
                .boundary(boundary(boundary ? allow() : NOTHING))
                .session(session(session || !boundary ? allow() : NOTHING));
        Explanation explanation =
                PolicyEvaluator.decide(read(APP_SESSION), policies).explain();
        assertThat(explanation.step()).isEqualTo(step);
        assertThat(explanation.blockedBy()).containsExactly(blocking);
        assertThat(explanation.reason()).isEqualTo(reason);
    }

    @Test
    void explain_acrossAccounts_saysWhichSideIsMissing() {
        Explanation noResource = PolicyEvaluator.decide(read(STRANGER), new PrincipalPolicies(identity(allow())))
                .explain();
        assertThat(noResource.sameAccount()).isFalse();
        assertThat(noResource.blockedBy()).containsExactly(PolicyType.RESOURCE);
        assertThat(noResource.reason()).startsWith("because no resource-based policy allows");
        Explanation noIdentity = PolicyEvaluator.decide(
                        read(STRANGER), PrincipalPolicies.NONE, resource(allowTo("'*'")))
                .explain();
        assertThat(noIdentity.blockedBy()).containsExactly(PolicyType.IDENTITY);
    }

    @Test
    void explain_resourcePolicy_saysHowItNamesTheCaller() {
        Explanation explanation = PolicyEvaluator.decide(
                        read(APP_SESSION),
                        PrincipalPolicies.NONE,
                        resource(allowTo("{'AWS':['111122223333','arn:aws:iam::111122223333:role/team/app']}")))
                .explain();
        assertThat(explanation.principalMatches()).containsExactly(PrincipalMatch.ROLE, PrincipalMatch.ACCOUNT);
        Explanation delegated = PolicyEvaluator.decide(
                        read(ALICE), PrincipalPolicies.NONE, resource(allowTo("{'AWS':'111122223333'}")))
                .explain();
        assertThat(delegated.principalMatches()).containsExactly(PrincipalMatch.ACCOUNT);
        assertThat(delegated.blockedBy()).containsExactly(PolicyType.IDENTITY);
        assertThat(delegated.toString()).contains("the resource policy names the caller as: account");
    }

    @Tag("E8")
    @Tag("E9")
    @Test
    void explain_callerWithoutIdentitySide_saysItWasNotConsulted() {
        Explanation explanation = PolicyEvaluator.decide(
                        read(CallerIdentity.anonymous()), new PrincipalPolicies(identity(allow())))
                .explain();
        assertThat(explanation.results())
                .containsEntry(PolicyType.IDENTITY, Result.NOT_CONSULTED)
                .containsEntry(PolicyType.RESOURCE, Result.NOT_PRESENT);
    }

    @Test
    void toString_ofDecisionAndRequest_showNoFacts() {
        PolicyRequest request = request(ALICE, READ, SECRET, context("aws:SourceIp", "203.0.113.7"));
        assertThat(request.toString()).doesNotContain("203.0.113.7");
        assertThat(PolicyEvaluator.decide(request, PrincipalPolicies.NONE).toString())
                .isEqualTo("Decision[IMPLICITLY_DENIED by IDENTITY_POLICY]");
    }
}
