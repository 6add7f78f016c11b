package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.APP_SESSION;
import static dev.secrets.policy.Policies.FEDERATED;
import static dev.secrets.policy.Policies.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CallerIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 6 of the reference, as far as the caller alone decides. */
@Tag("K1")
final class CallerContextTest {
    private static final Map<String, CallerIdentity> CALLERS = Map.of(
            "user", ALICE,
            "session", APP_SESSION,
            "federated", FEDERATED,
            "root", ROOT,
            "service", CallerIdentity.service("rds.amazonaws.com"),
            "anonymous", CallerIdentity.anonymous());

    private static List<String> values(CallerIdentity caller, String key) {
        return new CallerContext(caller).values(ConditionKey.of(key));
    }

    @ParameterizedTest
    @CsvSource({
        "user, aws:PrincipalArn, arn:aws:iam::111122223333:user/team/alice",
        "session, aws:principalARN, arn:aws:iam::111122223333:role/team/app",
        "federated, aws:PrincipalArn, arn:aws:sts::111122223333:federated-user/carol",
        "anonymous, aws:PrincipalArn,",
        "service, aws:PrincipalArn,",
        "user, aws:PrincipalAccount, 111122223333",
        "anonymous, aws:PrincipalAccount, anonymous",
        "service, aws:PrincipalAccount,",
        "root, aws:PrincipalType, Account",
        "user, aws:PrincipalType, User",
        "session, aws:PrincipalType, AssumedRole",
        "federated, aws:PrincipalType, FederatedUser",
        "anonymous, aws:PrincipalType, Anonymous",
        "user, aws:username, alice",
        "session, aws:username,",
        "root, aws:userid, 111122223333",
        "federated, aws:userid, 111122223333:carol",
        "anonymous, aws:userid, anonymous",
        "user, aws:userid,",
        "service, aws:PrincipalIsAWSService, true",
        "user, aws:PrincipalIsAWSService, false",
        "service, aws:PrincipalServiceName, rds.amazonaws.com",
        "user, aws:PrincipalServiceName,",
        "service, aws:PrincipalServiceNamesList, rds.amazonaws.com",
        "user, aws:PrincipalServiceNamesList,",
        "user, aws:SourceIp,",
        "user, aws:MultiFactorAuthPresent,"
    })
    void values_followFromTheCaller(String caller, String key, String expected) {
        assertThat(values(CALLERS.get(caller), key)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Tag("C3")
    @Tag("O15")
    @Test
    void tags_ignoreTheCaseOfTheirKeys() {
        CallerIdentity caller = ALICE.tag("Team", "a").tag("cost center", "");
        assertThat(values(caller, "aws:PrincipalTag/Team")).containsExactly("a");
        assertThat(values(caller, "AWS:principaltag/tEAM")).containsExactly("a");
        assertThat(values(caller, "aws:PrincipalTag/cost center")).containsExactly("");
        assertThat(values(caller, "aws:PrincipalTag/other")).isEmpty();
    }

    @Tag("K2")
    @Test
    void statedFacts_areAnsweredWhateverTheCaseOfTheirKeys() {
        CallerIdentity caller = APP_SESSION
                .context("aws:SourceIp", "203.0.113.7")
                .context("aws:userid", "AROAEXAMPLE:batch")
                .context("app:Tenants", "a", "b");
        assertThat(values(caller, "AWS:sourceip")).containsExactly("203.0.113.7");
        assertThat(values(caller, "aws:userid")).containsExactly("AROAEXAMPLE:batch");
        assertThat(values(caller, "App:tenants")).containsExactly("a", "b");
    }

    @Test
    void contextOfAMap_ignoresCaseAndRefusesAmbiguity() {
        RequestContext context = RequestContext.of(Map.of("x:Key", List.of("v")));
        assertThat(context.values(ConditionKey.of("X:kEY"))).containsExactly("v");
        assertThat(context.values(ConditionKey.of("x:other"))).isEmpty();
        assertThatThrownBy(() -> RequestContext.of(Map.of("x:Key", List.of("v"), "x:key", List.of("w"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void conditionKey_tellsFamilyAndMemberApart() {
        ConditionKey key = ConditionKey.of("aws:ResourceTag/Team/Name");
        assertThat(key.family()).isEqualTo("aws:resourcetag/");
        assertThat(key.member()).isEqualTo("Team/Name");
        assertThat(key)
                .isEqualTo(ConditionKey.of("AWS:RESOURCETAG/team/NAME"))
                .hasToString("aws:ResourceTag/Team/Name");
        assertThat(ConditionKey.of("aws:SourceIp").family()).isEqualTo("aws:sourceip");
    }
}
