package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.APP_ROLE;
import static dev.secrets.policy.Policies.APP_SESSION;
import static dev.secrets.policy.Policies.FEDERATED;
import static dev.secrets.policy.Policies.ROOT;
import static dev.secrets.policy.Policies.STRANGER;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.allowTo;
import static dev.secrets.policy.Policies.boundary;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.identity;
import static dev.secrets.policy.Policies.read;
import static dev.secrets.policy.Policies.resource;
import static dev.secrets.policy.Policies.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.Decision.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 1 (principals) and 5 of the reference. */
final class EvaluationTest {
    private static final String NOTHING = "{'Effect':'Allow','Action':'x:Nothing','Resource':'*'}";
    private static final PrincipalPolicies ALLOWED = new PrincipalPolicies(identity(allow()));

    private static Decision decide(CallerIdentity caller, PrincipalPolicies policies, String principal) {
        return PolicyEvaluator.decide(read(caller), policies, resource(allowTo(principal)));
    }

    private static boolean named(CallerIdentity caller, String principal) {
        PrincipalPolicies own =
                caller.kind() == CallerIdentity.Kind.FEDERATED_USER ? ALLOWED.session(session(allow())) : ALLOWED;
        PolicyRequest foreign =
                new PolicyRequest(caller, Policies.READ, Policies.SECRET, "999988887777", RequestContext.EMPTY);
        return PolicyEvaluator.decide(foreign, own, resource(allowTo(principal)))
                .isAllowed();
    }

    @Tag("E1")
    @Test
    void statement_appliesOnlyIfAllPartsMatch() {
        String statement =
                "{'Effect':'Allow','Action':'secretsmanager:Get*','Resource':'arn:aws:secretsmanager:*:*:secret:prod/*','Condition':{'Bool':{'x:k':'true'}}}";
        assertThat(Policies.outcome(
                        statement,
                        Policies.request(ALICE, Policies.READ, Policies.SECRET, Policies.context("x:k", "true"))))
                .isEqualTo(Outcome.ALLOWED);
        assertThat(Policies.outcome(
                        statement,
                        Policies.request(ALICE, "kms:Get", Policies.SECRET, Policies.context("x:k", "true"))))
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        assertThat(Policies.outcome(
                        statement, Policies.request(ALICE, Policies.READ, "*", Policies.context("x:k", "true"))))
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        assertThat(Policies.outcome(statement, Policies.request(ALICE, Policies.READ, Policies.SECRET, Map.of())))
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
    }

    @Tag("E2")
    @ParameterizedTest
    @EnumSource(PolicyType.class)
    void deny_inAnyPolicy_overridesEveryAllow(PolicyType type) {
        String denies = deny();
        PrincipalPolicies policies = new PrincipalPolicies(
                        identity(allow()), identity(type == PolicyType.IDENTITY ? denies : allow()))
                .boundary(boundary(allow(), type == PolicyType.BOUNDARY ? denies : NOTHING))
                .session(session(allow(), type == PolicyType.SESSION ? denies : NOTHING));
        PolicyDocument resource =
                resource(allowTo("'*'"), type == PolicyType.RESOURCE ? deny("'Principal':'*'") : allowTo("'*'"));
        for (CallerIdentity caller : List.of(ALICE, APP_SESSION, ROOT, STRANGER)) {
            Decision decision = PolicyEvaluator.decide(read(caller), policies, resource);
            assertThat(decision.outcome()).isEqualTo(Outcome.EXPLICITLY_DENIED);
            assertThat(decision.step()).isEqualTo(Step.EXPLICIT_DENY);
            assertThat(decision.statement())
                    .hasValueSatisfying(
                            statement -> assertThat(statement.policyType()).isEqualTo(type));
        }
    }

    @Tag("E3")
    @Test
    void withoutAllow_isDeniedImplicitly_exceptForTheRootUser() {
        assertThat(PolicyEvaluator.decide(read(ALICE), PrincipalPolicies.NONE).outcome())
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        assertThat(PolicyEvaluator.decide(read(ROOT), PrincipalPolicies.NONE).step())
                .isEqualTo(Step.ACCOUNT_OWNER);
        assertThat(PolicyEvaluator.decide(read(ROOT), PrincipalPolicies.NONE).isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(
                                read(ROOT),
                                PrincipalPolicies.NONE,
                                resource(deny("'Principal':{'AWS':'111122223333'}")))
                        .isDenied())
                .isTrue();
        CallerIdentity otherRoot = CallerIdentity.of("arn:aws:iam::444455556666:root");
        assertThat(PolicyEvaluator.decide(read(otherRoot), PrincipalPolicies.NONE)
                        .isDenied())
                .isTrue();
        assertThat(decide(otherRoot, PrincipalPolicies.NONE, "{'AWS':'444455556666'}")
                        .isAllowed())
                .isTrue();
    }

    @Tag("E4")
    @Tag("E7")
    @Tag("E8")
    @Test
    void identityPolicies_areCappedByBoundaryAndSession() {
        PolicyRequest request = read(APP_SESSION);
        assertThat(PolicyEvaluator.decide(request, ALLOWED).step()).isEqualTo(Step.IDENTITY_POLICY);
        assertThat(PolicyEvaluator.decide(request, ALLOWED.boundary(boundary(NOTHING)))
                        .step())
                .isEqualTo(Step.BOUNDARY);
        assertThat(PolicyEvaluator.decide(request, ALLOWED.session(session(NOTHING)))
                        .step())
                .isEqualTo(Step.SESSION_POLICY);
        assertThat(PolicyEvaluator.decide(
                                request, ALLOWED.boundary(boundary(allow())).session(session(allow())))
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(
                                request,
                                PrincipalPolicies.NONE
                                        .boundary(boundary(allow()))
                                        .session(session(allow())))
                        .isDenied())
                .isTrue();
        assertThat(PolicyEvaluator.decide(request, ALLOWED.session(session(NOTHING), session(allow())))
                        .isAllowed())
                .isTrue();
    }

    @Tag("E8")
    @Test
    void federatedSession_withoutSessionPolicy_hasNoIdentityPermissions() {
        assertThat(PolicyEvaluator.decide(read(FEDERATED), ALLOWED).isDenied()).isTrue();
        assertThat(PolicyEvaluator.decide(read(FEDERATED), ALLOWED.session(session(allow())))
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(read(FEDERATED), PrincipalPolicies.NONE.session(session(allow())))
                        .isDenied())
                .isTrue();
    }

    /** The table of rule E6: who is named, and whether an implicit deny of identity, boundary or session policy matters. */
    @Tag("E6")
    @Tag("O3")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user      | {'AWS':'arn:aws:iam::111122223333:user/team/alice'}               | false | false | -    ",
                "role      | {'AWS':'arn:aws:iam::111122223333:role/team/app'}                 | false | true  | true ",
                "session   | {'AWS':'arn:aws:iam::111122223333:role/team/app'}                 | false | true  | true ",
                "session   | {'AWS':'arn:aws:sts::111122223333:assumed-role/app/batch'}        | false | false | false",
                "federated | {'AWS':'arn:aws:sts::111122223333:federated-user/carol'}          | false | false | false",
                "federated | {'AWS':'arn:aws:iam::111122223333:user/broker'}                   | false | true  | true ",
                "user      | '*'                                                               | false | false | -    ",
                "session   | {'AWS':'*'}                                                       | false | false | true ",
                "session   | {'AWS':'111122223333'}                                            | true  | true  | true ",
                "user      | {'AWS':'arn:aws:iam::111122223333:root'}                          | true  | true  | -    "
            })
    void resourcePolicy_ofTheOwnAccount_isLimitedByHowItNamesTheCaller(
            String who, String principal, boolean needsIdentity, boolean limitedByBoundary, String limitedBySession) {
        CallerIdentity caller = Map.of("user", ALICE, "role", APP_ROLE, "session", APP_SESSION, "federated", FEDERATED)
                .get(who);
        assertThat(decide(caller, PrincipalPolicies.NONE, principal).isAllowed())
                .isEqualTo(!needsIdentity);
        PrincipalPolicies bounded =
                new PrincipalPolicies(identity(needsIdentity ? allow() : NOTHING)).boundary(boundary(NOTHING));
        assertThat(decide(caller, bounded, principal).isAllowed()).isEqualTo(!limitedByBoundary);
        if (!limitedBySession.equals("-")) {
            PrincipalPolicies inSession =
                    new PrincipalPolicies(identity(needsIdentity ? allow() : NOTHING)).session(session(NOTHING));
            assertThat(decide(caller, inSession, principal).isAllowed())
                    .isEqualTo(!Boolean.parseBoolean(limitedBySession));
        }
    }

    @Tag("E6")
    @Tag("P4")
    @Test
    void resourcePolicy_thatNamesTheAccount_leavesItToIdentityPolicies() {
        assertThat(decide(ALICE, PrincipalPolicies.NONE, "{'AWS':'111122223333'}")
                        .isAllowed())
                .isFalse();
        assertThat(decide(ALICE, ALLOWED, "{'AWS':'111122223333'}").isAllowed()).isTrue();
    }

    @Tag("E5")
    @Test
    void otherAccount_needsBothSides() {
        for (String principal :
                List.of("'*'", "{'AWS':'444455556666'}", "{'AWS':'arn:aws:iam::444455556666:user/mallory'}")) {
            assertThat(decide(STRANGER, ALLOWED, principal).isAllowed()).isTrue();
            assertThat(decide(STRANGER, PrincipalPolicies.NONE, principal).step())
                    .isEqualTo(Step.IDENTITY_POLICY);
            assertThat(decide(STRANGER, ALLOWED.boundary(boundary(NOTHING)), principal)
                            .step())
                    .isEqualTo(Step.BOUNDARY);
            assertThat(decide(STRANGER, ALLOWED.session(session(NOTHING)), principal)
                            .step())
                    .isEqualTo(Step.SESSION_POLICY);
        }
        assertThat(PolicyEvaluator.decide(read(STRANGER), ALLOWED).step()).isEqualTo(Step.RESOURCE_POLICY);
        assertThat(decide(STRANGER, ALLOWED, "{'AWS':'111122223333'}").isAllowed())
                .isFalse();
    }

    @Tag("E9")
    @Test
    void callersWithoutIdentity_needTheResourcePolicyAlone() {
        CallerIdentity service = CallerIdentity.service("rds.amazonaws.com");
        assertThat(decide(CallerIdentity.anonymous(), PrincipalPolicies.NONE, "'*'")
                        .isAllowed())
                .isTrue();
        assertThat(decide(CallerIdentity.anonymous(), ALLOWED, "{'AWS':'111122223333'}")
                        .isAllowed())
                .isFalse();
        assertThat(decide(service, PrincipalPolicies.NONE, "{'Service':'rds.amazonaws.com'}")
                        .isAllowed())
                .isTrue();
        assertThat(decide(service, PrincipalPolicies.NONE, "{'Service':'ec2.amazonaws.com'}")
                        .isAllowed())
                .isFalse();
        assertThat(decide(service, PrincipalPolicies.NONE, "'*'").isAllowed()).isTrue();
        assertThat(PolicyEvaluator.decide(read(service), ALLOWED).isAllowed()).isFalse();
    }

    @Tag("E11")
    @Test
    void error_onTheWay_isADenialThatCarriesIt() {
        RequestContext failing = key -> {
            throw new IllegalStateException("no such fact");
        };
        PolicyRequest request = new PolicyRequest(ALICE, Policies.READ, Policies.SECRET, Policies.ACCOUNT, failing);
        PrincipalPolicies policies =
                new PrincipalPolicies(identity(allow(), deny("'Condition':{'Bool':{'x:k':'true'}}")));
        Decision decision = PolicyEvaluator.decide(request, policies);
        assertThat(decision.isDenied()).isTrue();
        assertThat(decision.step()).isEqualTo(Step.ERROR);
        assertThat(decision.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("no such fact"));
        assertThat(decision.explain().toString()).contains("because of an error: IllegalStateException");
    }

    @Test
    void policies_ofAnotherType_areRefused() {
        assertThat(PolicyEvaluator.decide(read(ALICE), ALLOWED, identity(allow()))
                        .step())
                .isEqualTo(Step.ERROR);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new PrincipalPolicies(boundary(allow())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected IDENTITY");
    }

    @Tag("P1")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'*'", "{'AWS':'*'}", "{'AWS':['444455556666','*']}"})
    void everybody_isNamedInThreeWays_anonymousIncluded(String principal) {
        assertThat(decide(CallerIdentity.anonymous(), PrincipalPolicies.NONE, principal)
                        .isAllowed())
                .isTrue();
        PolicyDocument denies = resource(allowTo("'*'"), deny("'Principal':" + principal));
        assertThat(PolicyEvaluator.decide(read(CallerIdentity.anonymous()), PrincipalPolicies.NONE, denies)
                        .outcome())
                .isEqualTo(Outcome.EXPLICITLY_DENIED);
    }

    @Tag("P2")
    @Tag("P3")
    @Tag("P5")
    @Tag("P6")
    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/team/alice, user",
        "arn:aws:iam::111122223333:user/alice, ''",
        "arn:aws:iam::111122223333:user/team/Alice, ''",
        "arn:aws-cn:iam::111122223333:user/team/alice, ''",
        "arn:aws:iam::111122223333:role/team/app, role+session",
        "arn:aws:iam::111122223333:role/app, ''",
        "arn:aws:sts::111122223333:assumed-role/app/batch, session",
        "arn:aws:sts::111122223333:assumed-role/app/other, ''",
        "arn:aws:sts::111122223333:federated-user/carol, federated",
        "arn:aws:iam::111122223333:user/broker, federated",
        "111122223333, user+role+session+federated+root",
        "arn:aws:iam::111122223333:root, user+role+session+federated+root",
        "444455556666, ''"
    })
    void principal_byArn_isExact(String principal, String expected) {
        Map<String, CallerIdentity> callers =
                Map.of("user", ALICE, "role", APP_ROLE, "session", APP_SESSION, "federated", FEDERATED, "root", ROOT);
        callers.forEach((name, caller) -> assertThat(named(caller, "{'AWS':'" + principal + "'}"))
                .as(name)
                .isEqualTo(List.of(expected.split("\\+")).contains(name)));
    }

    @Tag("P5")
    @Test
    void session_withoutKnownRolePath_belongsToTheRoleOfItsName() {
        CallerIdentity session = CallerIdentity.of("arn:aws:sts::111122223333:assumed-role/app/batch");
        assertThat(named(session, "{'AWS':'arn:aws:iam::111122223333:role/app'}"))
                .isTrue();
        assertThat(named(session, "{'AWS':'arn:aws:iam::111122223333:role/team/app'}"))
                .isFalse();
    }

    @Tag("P2")
    @Tag("P3")
    @Tag("P7")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "''",
                "'111122223333'",
                "{}",
                "[]",
                "['*']",
                "{'AWS':[]}",
                "{'AWS':''}",
                "{'AWS':'11112222333'}",
                "{'AWS':'1111222233334'}",
                "{'AWS':'arn:aws:iam::111122223333:user/*'}",
                "{'AWS':'arn:aws:iam::111122223333:user/al?ce'}",
                "{'AWS':'arn:aws:iam::111122223333:'}",
                "{'AWS':'arn:aws:iam::111122223333:role/'}",
                "{'AWS':'arn:aws:iam::111122223333:group/admins'}",
                "{'AWS':'arn:nowhere:iam::111122223333:root'}",
                "{'AWS':'arn:aws:sts::111122223333:assumed-role/app'}",
                "{'Service':'*'}",
                "{'Service':'rds'}",
                "{'Federated':'*'}",
                "{'CanonicalUser':''}",
                "{'Other':'x'}",
                "{'AWS':'arn:aws:iam::111122223333:user/${aws:username}*'}",
                "{'AWS':'arn:aws:iam::111122223333:user/${aws:username}'}",
                "{'AWS':'arn:aws:iam::111122223333:role/${aws:username}/app'}",
                "{'Federated':'${aws:FederatedProvider}'}"
            })
    void principal_ofAWrongShape_isRefused(String principal) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> resource(allowTo(principal)))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @Tag("P7")
    @Tag("P8")
    @Test
    void principal_severalKindsAndIds_areAlternatives() {
        String principal =
                "{'AWS':['444455556666','arn:aws:iam::111122223333:user/team/alice'],'Service':['rds.amazonaws.com'],'Federated':'accounts.example.com','CanonicalUser':'79a59d'}";
        assertThat(named(ALICE, principal)).isTrue();
        assertThat(named(APP_SESSION, principal)).isFalse();
        assertThat(named(CallerIdentity.service("rds.amazonaws.com"), principal))
                .isTrue();
    }

    @Tag("P9")
    @Test
    void principal_thatWasDeleted_isAcceptedAndMatchesNobody() {
        PolicyDocument policy = resource(allowTo("{'AWS':['AIDACKCEVSQ6C2EXAMPLE','AROAEXAMPLE']}"));
        assertThat(policy.notes()).extracting(Finding::code).containsExactly("DELETED_PRINCIPAL", "DELETED_PRINCIPAL");
        assertThat(PolicyEvaluator.decide(read(ALICE), PrincipalPolicies.NONE, policy)
                        .isAllowed())
                .isFalse();
    }

    @Tag("P10")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user      | 'arn:aws:iam::111122223333:user/team/alice','111122223333'  | false",
                "user      | 'arn:aws:iam::111122223333:user/team/alice'                 | true",
                "user      | '111122223333'                                              | true",
                "session   | 'arn:aws:sts::111122223333:assumed-role/app/batch','arn:aws:iam::111122223333:role/team/app','arn:aws:iam::111122223333:root' | false",
                "session   | 'arn:aws:iam::111122223333:role/team/app','111122223333'    | true",
                "session   | 'arn:aws:sts::111122223333:assumed-role/app/batch','111122223333' | true",
                "role      | 'arn:aws:iam::111122223333:role/team/app','111122223333'    | false",
                "root      | '111122223333'                                              | false",
                "anonymous | '111122223333'                                              | true",
                "user      | '*'                                                         | false"
            })
    void notPrincipal_withDeny_sparesOnlyWhoIsListedWhole(String who, String ids, boolean denied) {
        CallerIdentity caller = Map.of(
                        "user",
                        ALICE,
                        "role",
                        APP_ROLE,
                        "session",
                        APP_SESSION,
                        "root",
                        ROOT,
                        "anonymous",
                        CallerIdentity.anonymous())
                .get(who);
        PolicyDocument policy = resource(allowTo("'*'"), deny("'NotPrincipal':{'AWS':[" + ids + "]}"));
        assertThat(PolicyEvaluator.decide(read(caller), PrincipalPolicies.NONE, policy)
                        .isDenied())
                .isEqualTo(denied);
    }

    @Tag("P10")
    @Test
    void notPrincipal_withDeny_sparesNobodyWhoHasABoundary() {
        PolicyDocument policy =
                resource(deny("'NotPrincipal':{'AWS':['arn:aws:iam::111122223333:user/team/alice','111122223333']}"));
        assertThat(PolicyEvaluator.decide(read(ALICE), ALLOWED, policy).isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(read(ALICE), ALLOWED.boundary(boundary(allow())), policy)
                        .outcome())
                .isEqualTo(Outcome.EXPLICITLY_DENIED);
    }

    @Tag("P11")
    @Test
    void notPrincipal_withAllow_grantsToEverybodyElse() {
        PolicyDocument policy = resource(allow(
                "'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/team/alice','Service':'rds.amazonaws.com'}"));
        assertThat(PolicyEvaluator.decide(read(ALICE), PrincipalPolicies.NONE, policy)
                        .isAllowed())
                .isFalse();
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), PrincipalPolicies.NONE, policy)
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(read(CallerIdentity.anonymous()), PrincipalPolicies.NONE, policy)
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(
                                read(CallerIdentity.service("rds.amazonaws.com")), PrincipalPolicies.NONE, policy)
                        .isAllowed())
                .isFalse();
    }

    @Tag("E13")
    @Test
    void callerWithoutAccount_isOfNoAccountUntilItIsGivenOne() {
        CallerIdentity caller = CallerIdentity.of("arn:aws:iam:::role/app");
        assertThat(PolicyEvaluator.decide(read(caller), ALLOWED).isAllowed()).isFalse();
        assertThat(PolicyEvaluator.decide(read(caller.inAccount(Policies.ACCOUNT)), ALLOWED)
                        .isAllowed())
                .isTrue();
    }

    @Test
    void decide_policiesOfAnyTypes_areTakenForWhatTheyAre() {
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), List.of()).outcome())
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), List.of(identity(NOTHING), identity(allow())))
                        .step())
                .isEqualTo(Step.IDENTITY_POLICY);
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), List.of(boundary(NOTHING), identity(allow())))
                        .step())
                .isEqualTo(Step.BOUNDARY);
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), List.of(session(NOTHING), identity(allow())))
                        .step())
                .isEqualTo(Step.SESSION_POLICY);
        assertThat(PolicyEvaluator.decide(read(APP_SESSION), List.of(resource(allowTo("'*'"))))
                        .step())
                .isEqualTo(Step.RESOURCE_POLICY);
    }

    @Test
    void decide_twoBoundariesOrResourcePolicies_isRefused() {
        assertThatThrownBy(() -> PolicyEvaluator.decide(
                        read(ALICE), List.of(resource(allowTo("'*'")), resource(allowTo("'*'")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is at most one resource-based policy, found 2");
        assertThatThrownBy(() -> PolicyEvaluator.decide(read(ALICE), List.of(boundary(allow()), boundary(allow()))))
                .hasMessage("There is at most one permissions boundary, found 2");
    }

    @Test
    void decisions_underTheTurkishLocale_areTheSame() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            PolicyDocument policy = identity(
                    "{'Effect':'Allow','Action':'SECRETSMANAGER:LISTSECRETS','Resource':'*',"
                            + "'Condition':{'StringEqualsIgnoreCase':{'AWS:PRINCIPALTAG/TITLE':'INIT'},'Bool':{'X:IS':'TRUE'},'ArnLike':{'X:ARN':'arn:aws:iam::*:*'},"
                            + "'IpAddress':{'AWS:SOURCEIP':'10.0.0.0/8'},'NumericLessThan':{'X:I':'2'},'DateLessThan':{'X:D':'2020'}}}");
            PolicyRequest request = Policies.request(
                    ALICE,
                    "secretsmanager:listsecrets",
                    "*",
                    Policies.context(
                            "aws:PrincipalTag/title",
                            "init",
                            "x:is",
                            "true",
                            "x:arn",
                            "arn:aws:iam::1:i",
                            "aws:SourceIp",
                            "10.0.0.1",
                            "x:i",
                            "1",
                            "x:d",
                            "2019"));
            assertThat(PolicyEvaluator.decide(request, new PrincipalPolicies(policy))
                            .isAllowed())
                    .isTrue();
            assertThat(PolicyEvaluator.decide(request, new PrincipalPolicies(policy))
                            .explain()
                            .toString())
                    .contains("identity-based policy: allowed");
        } finally {
            Locale.setDefault(before);
        }
    }
}
