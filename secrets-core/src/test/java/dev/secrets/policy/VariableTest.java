package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.context;
import static dev.secrets.policy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.policy.Decision.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariableTest {
    private static final String TEAM = "${aws:PrincipalTag/team}";

    private static final PrincipalPolicies ATTRIBUTE_BASED_ACCESS = new PrincipalPolicies(Policies.identity(
            "{'Effect':'Allow','Action':'secretsmanager:GetSecretValue','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/team':'"
                    + TEAM + "'}}}",
            "{'Effect':'Allow','Action':['secretsmanager:CreateSecret','secretsmanager:TagResource'],'Resource':'*','Condition':{"
                    + "'StringEquals':{'aws:RequestTag/team':'" + TEAM
                    + "'},'ForAllValues:StringEquals':{'aws:TagKeys':['team','env']}}}",
            "{'Effect':'Deny','Action':['secretsmanager:TagResource','secretsmanager:UntagResource'],'Resource':'*','Condition':{"
                    + "'ForAnyValue:StringEquals':{'aws:TagKeys':['team']}}}"));

    private static String secret(String name) {
        return "arn:aws:secretsmanager:eu:111122223333:secret:" + name;
    }

    private static Outcome outcome(
            String version, String effect, String element, String resource, Map<String, List<String>> context) {
        String text = "{\"Version\":\"" + version + "\",\"Statement\":[{\"Effect\":\"" + effect
                + "\",\"Action\":\"*\",\"" + element + "\":\"" + resource + "\"}]}";
        PrincipalPolicies policies = new PrincipalPolicies(PolicyDocument.parse(text, PolicyType.IDENTITY));
        return PolicyEvaluator.decide(request(ALICE, "s3:Get", secret("a/x-AbCdEf"), context), policies)
                .outcome();
    }

    private static boolean covers(String resource, Map<String, List<String>> context) {
        return outcome("2012-10-17", "Allow", "Resource", resource, context) == Outcome.ALLOWED;
    }

    @Tag("V1")
    @Test
    void variable_inTheOldVersion_isPlainText() {
        Map<String, List<String>> team = context("aws:PrincipalTag/team", "a");
        assertThat(outcome("2008-10-17", "Allow", "Resource", secret(TEAM + "/*"), team))
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        PolicyDocument old = PolicyDocument.parse(
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"x:k\":\"${a}\"}}}}",
                PolicyType.IDENTITY);
        assertThat(old.notes()).extracting(Finding::code).containsExactly("MISSING_VERSION", "VARIABLE_IN_OLD_VERSION");
        assertThat(PolicyEvaluator.decide(
                                request(ALICE, "s3:Get", "*", context("x:k", "${a}", "a", "b")),
                                new PrincipalPolicies(old))
                        .isAllowed())
                .isTrue();
    }

    @Tag("V3")
    @Tag("V10")
    @Tag("A5")
    @Test
    void variable_inAResource_isTheValueOfTheKey() {
        assertThat(covers(secret(TEAM + "/*"), context("aws:principaltag/TEAM", "a")))
                .isTrue();
        assertThat(covers(secret(TEAM + "/*"), context("aws:PrincipalTag/team", "b")))
                .isFalse();
        assertThat(covers(secret("${aws:userid}/${x:name}-??????"), context("aws:userid", "a", "x:Name", "x")))
                .isTrue();
    }

    @Tag("V3")
    @Test
    void variable_ofAMultiValuedKey_hasNoValue() {
        assertThat(covers(secret(TEAM + "/*"), context("aws:PrincipalTag/team", "[a,b]")))
                .isFalse();
        assertThat(covers(secret("${aws:TagKeys}/*"), context("aws:TagKeys", "a")))
                .isFalse();
        assertThat(covers(secret("${aws:TagKeys, 'a'}/*"), context("aws:TagKeys", "b")))
                .isTrue();
    }

    @Tag("V4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${x:k, 'a'}/*       | true",
                "${x:k,'a'}/*        | true",
                "${x:k , 'a' }/*     | true",
                "${x:k, 'b'}/*       | false",
                "a${x:k, ''}/*       | true",
                "${x:k, '${x:j}'}/*  | false",
                "a/${x:k, '*'}       | false"
            })
    void variable_withADefault_takesItWhenTheKeyIsMissing(String name, boolean expected) {
        assertThat(covers(secret(name), context("x:j", "a"))).isEqualTo(expected);
    }

    @Tag("V4")
    @Test
    void variable_withADefault_takesTheValueWhenThereIsOne() {
        assertThat(covers(secret("${x:k, 'a'}/*"), context("x:k", "b"))).isFalse();
    }

    @Tag("V5")
    @Tag("V9")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StringLike   | a${*}b | a*b    | true", "StringLike   | a${*}b | axb    | false",
                        "StringLike   | a${?}b | a?b    | true", "StringLike   | a${?}b | axb    | false",
                "StringEquals | a${$}{b} | a${b} | true", "StringEquals | a$b    | a$b    | true",
                        "StringLike   | $      | $      | true", "StringEquals | ${*}${?}${$} | *?$ | true"
            })
    void escapes_areTheCharactersThemselves(String operator, String policy, String request, boolean expected) {
        assertThat(Policies.holds("{\"" + operator + "\":{\"x:k\":\"" + policy + "\"}}", context("x:k", request)))
                .isEqualTo(expected);
    }

    @Tag("V6")
    @Test
    void value_withSpecialCharacters_isLiteralText() {
        assertThat(covers(secret(TEAM), context("aws:PrincipalTag/team", "*"))).isFalse();
        assertThat(covers(secret(TEAM + "/*"), context("aws:PrincipalTag/team", "?")))
                .isFalse();
        assertThat(covers(secret(TEAM + "/*"), context("aws:PrincipalTag/team", "${x:k}", "x:k", "a")))
                .isFalse();
        assertThat(Policies.holds(
                        "{\"StringLike\":{\"x:k\":\"" + TEAM + "\"}}",
                        context("x:k", "b", "aws:PrincipalTag/team", "*")))
                .isFalse();
        assertThat(Policies.holds(
                        "{\"StringLike\":{\"x:k\":\"" + TEAM + "\"}}",
                        context("x:k", "*", "aws:PrincipalTag/team", "*")))
                .isTrue();
    }

    @Tag("V6")
    @Test
    void value_withColons_makesNoNewFields() {
        String pattern = "{\"ArnLike\":{\"x:k\":\"arn:aws:s3:${x:region}:*:y\"}}";
        assertThat(Policies.holds(pattern, context("x:k", "arn:aws:s3:eu:1:y", "x:region", "eu")))
                .isTrue();
        assertThat(Policies.holds(pattern, context("x:k", "arn:aws:s3:eu:1:z:y", "x:region", "eu:1:z")))
                .isFalse();
    }

    @Tag("V7")
    @Tag("A1")
    @Test
    void variable_withoutValue_failsPositiveAndPassesNegatedTests() {
        String team = "\"" + TEAM + "\"";
        assertThat(covers(secret(TEAM + "*"), Map.of())).isFalse();
        assertThat(Policies.holds("{\"StringEquals\":{\"x:k\":" + team + "}}", context("x:k", "a")))
                .isFalse();
        assertThat(Policies.holds("{\"StringNotEquals\":{\"x:k\":" + team + "}}", context("x:k", "a")))
                .isTrue();
        assertThat(Policies.holds("{\"StringNotLike\":{\"x:k\":" + team + "}}", context("x:k", "a")))
                .isTrue();
        assertThat(Policies.holds("{\"StringEqualsIgnoreCase\":{\"x:k\":[" + team + ",\"A\"]}}", context("x:k", "a")))
                .isTrue();
        assertThat(Policies.holds(
                        "{\"ArnLike\":{\"x:k\":\"arn:aws:s3:::" + TEAM + "\"}}", context("x:k", "arn:aws:s3:::a")))
                .isFalse();
        assertThat(Policies.holds("{\"StringEquals\":{\"x:k\":" + team + "}}", context("aws:PrincipalTag/team", "a")))
                .isFalse();
    }

    @Tag("V7")
    @Tag("O5")
    @Test
    void notResource_withAnUnresolvedVariable_countsAgainstTheCaller() {
        assertThat(outcome("2012-10-17", "Allow", "NotResource", secret(TEAM + "/*"), Map.of()))
                .isEqualTo(Outcome.IMPLICITLY_DENIED);
        assertThat(outcome("2012-10-17", "Deny", "NotResource", secret(TEAM + "/*"), Map.of()))
                .isEqualTo(Outcome.EXPLICITLY_DENIED);
        assertThat(outcome(
                        "2012-10-17",
                        "Allow",
                        "NotResource",
                        secret(TEAM + "/*"),
                        context("aws:PrincipalTag/team", "b")))
                .isEqualTo(Outcome.ALLOWED);
    }

    @Tag("V8")
    @Tag("O9")
    @Test
    void blanksInsideTheBraces_areAcceptedWithASuggestion() {
        PolicyDocument policy = Policies.identity(
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::${ aws:PrincipalTag/team }'}");
        assertThat(policy.notes()).extracting(Finding::code).containsExactly("BLANKS_IN_VARIABLE");
        assertThat(PolicyEvaluator.decide(
                                request(ALICE, "s3:Get", "arn:aws:s3:::a", context("aws:PrincipalTag/team", "a")),
                                new PrincipalPolicies(policy))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void emptyVariable_inAStringCondition_isText() {
        assertThat(Policies.holds("{\"StringEquals\":{\"x:k\":\"a${}b\"}}", context("x:k", "a${}b")))
                .isTrue();
    }

    @Test
    void arnCondition_thatIsOneVariable_comparesTheWholeArn() {
        String condition = "{\"ArnEquals\":{\"x:k\":\"${x:owner}\"}}";
        assertThat(Policies.holds(condition, context("x:k", "arn:aws:s3:::a", "x:owner", "arn:aws:s3:::a")))
                .isTrue();
        assertThat(Policies.holds(condition, context("x:k", "arn:aws:s3:::a", "x:owner", "arn:aws:s3:::*")))
                .isFalse();
        assertThat(Policies.holds(condition, context("x:k", "text", "x:owner", "text")))
                .isFalse();
    }

    @Tag("A4")
    @Test
    void resourcePolicy_forAnAccountWithEqualTags_stillNeedsAnIdentityAllow() {
        PolicyDocument shared = Policies.resource(Policies.allow(
                "'Principal':{'AWS':'111122223333'}",
                "'Condition':{'StringEquals':{'aws:ResourceTag/team':'" + TEAM + "'}}"));
        PrincipalPolicies reader = new PrincipalPolicies(Policies.identity(Policies.allow()));
        PolicyRequest foreign = new PolicyRequest(
                Policies.ALICE,
                Policies.READ,
                Policies.SECRET,
                Policies.OTHER_ACCOUNT,
                RequestContext.of(context("aws:ResourceTag/team", "a", "aws:PrincipalTag/team", "a")));
        PolicyRequest otherTeam = new PolicyRequest(
                Policies.ALICE,
                Policies.READ,
                Policies.SECRET,
                Policies.OTHER_ACCOUNT,
                RequestContext.of(context("aws:ResourceTag/team", "b", "aws:PrincipalTag/team", "a")));
        assertThat(PolicyEvaluator.decide(foreign, reader, shared).isAllowed()).isTrue();
        assertThat(PolicyEvaluator.decide(foreign, PrincipalPolicies.NONE, shared)
                        .isAllowed())
                .isFalse();
        assertThat(PolicyEvaluator.decide(otherTeam, reader, shared).isAllowed())
                .isFalse();
    }

    /** The context is written as key=value, separated by blanks; mine is the caller's own tag. */
    @Tag("A1")
    @Tag("A2")
    @Tag("A3")
    @Tag("A6")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "read of the own team's,          GetSecretValue, mine=a aws:ResourceTag/team=a,                        ALLOWED",
        "read of a secret without a team, GetSecretValue, mine=a,                                               IMPLICITLY_DENIED",
        "read by a caller without a team, GetSecretValue, aws:ResourceTag/team=a,                               IMPLICITLY_DENIED",
        "creation for the own team,       CreateSecret,   'mine=a aws:RequestTag/team=a aws:TagKeys=[team,env]', ALLOWED",
        "creation with another tag,       CreateSecret,   'mine=a aws:RequestTag/team=a aws:TagKeys=[team,x]',   IMPLICITLY_DENIED",
        "taking the team away,            UntagResource,  mine=a aws:TagKeys=[team],                            EXPLICITLY_DENIED"
    })
    void decide_attributeBasedAccess_worksAsDescribed(String what, String action, String context, Outcome expected) {
        String[] facts = context.replace("mine=", "aws:PrincipalTag/team=").split("[ =]");

        assertThat(PolicyEvaluator.decide(
                                request(ALICE, "secretsmanager:" + action, Policies.SECRET, context(facts)),
                                ATTRIBUTE_BASED_ACCESS)
                        .outcome())
                .isEqualTo(expected);
    }
}
