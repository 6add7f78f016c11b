package dev.secrets.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CallerIdentity.Kind;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallerIdentityTest {
    private static final CallerIdentity SESSION = CallerIdentity.of("arn:aws:sts::111122223333:assumed-role/app/batch");

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:root, ROOT",
        "arn:aws:iam::111122223333:user/alice, USER",
        "arn:aws:iam::111122223333:user/a/b/alice, USER",
        "arn:aws-cn:iam::111122223333:role/app, ROLE",
        "arn:aws:sts::111122223333:assumed-role/app/batch@host, ASSUMED_ROLE",
        "arn:aws:sts::111122223333:federated-user/carol, FEDERATED_USER",
        "arn:aws:iam:::role/app, ROLE"
    })
    void of_arnOfAPrincipal_knowsItsKind(String arn, Kind kind) {
        CallerIdentity caller = CallerIdentity.of(arn);
        assertThat(caller.kind()).isEqualTo(kind);
        assertThat(caller.arn()).isEqualTo(arn);
        assertThat(caller.account().isPresent()).isEqualTo(arn.contains("111122223333"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/alice, USER",
        "arn:aws:sts::111122223333:assumed-role/app/batch, ASSUMED_ROLE",
        "rds.amazonaws.com, SERVICE",
        "anonymous, ANONYMOUS"
    })
    void parse_whatACallerCallsItself_isThatCaller(String principal, Kind kind) {
        CallerIdentity caller = CallerIdentity.parse(principal);
        assertThat(caller.kind()).isEqualTo(kind);
        assertThat(caller.arn()).isEqualTo(principal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "alice", "Anonymous", "111122223333", "arn:aws:iam::111122223333:group/a"})
    void parse_anythingElse_isRefused(String principal) {
        assertThatThrownBy(() -> CallerIdentity.parse(principal)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "arn:aws:iam::111122223333:",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user/*",
                "arn:aws:iam::111122223333:user/a?",
                "arn:aws:iam::11112222333:user/a",
                "arn:aws:iam:eu:111122223333:user/a",
                "arn:aws:iam::111122223333:group/a",
                "arn:aws:sts::111122223333:user/a",
                "arn:aws:iam::111122223333:assumed-role/a/b",
                "arn:aws:sts::111122223333:assumed-role/a",
                "arn:aws:sts::111122223333:assumed-role/a/b/c",
                "arn:aws:iam:::root",
                "arn:aws:iam::111122223333:user/a\n",
                "arn:aws:iam::111122223333:user/é",
                "arn:aws:iam::111122223333:user//a",
                "arn:aws:iam::111122223333:user/a:b",
                " arn:aws:iam::111122223333:user/a",
                "arn:aws:iam::١١١١٢٢٢٢٣٣٣٣:user/a"
            })
    void of_anythingElse_isRefused(String arn) {
        assertThatThrownBy(() -> CallerIdentity.of(arn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not the ARN of a principal");
    }

    @Test
    void of_hugeText_isRefusedAndQuotedShort() {
        assertThatThrownBy(() -> CallerIdentity.of("arn:aws:iam::111122223333:user/" + "a".repeat(100_000)))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void service_needsAHostLikeName() {
        assertThat(CallerIdentity.service("rds.amazonaws.com").arn()).isEqualTo("rds.amazonaws.com");
        assertThat(CallerIdentity.service("rds.amazonaws.com").kind()).isEqualTo(Kind.SERVICE);
        for (String name : new String[] {"", "rds", "*", "RDS.amazonaws.com", "rds..com", "a.b/c"}) {
            assertThatThrownBy(() -> CallerIdentity.service(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anonymous_hasNoAccount() {
        assertThat(CallerIdentity.anonymous().account()).isEmpty();
        assertThat(CallerIdentity.anonymous().kind()).isEqualTo(Kind.ANONYMOUS);
        assertThat(CallerIdentity.anonymous().principalArn()).isEqualTo("anonymous");
    }

    @Tag("P5")
    @Test
    void session_belongsToTheRoleOfItsNameOrTheOneThatIsSet() {
        assertThat(SESSION.principalArn()).isEqualTo("arn:aws:iam::111122223333:role/app");
        assertThat(SESSION.roleArn("arn:aws:iam::111122223333:role/team/app").principalArn())
                .isEqualTo("arn:aws:iam::111122223333:role/team/app");
        for (String other : new String[] {
            "arn:aws:iam::111122223333:role/other",
            "arn:aws:iam::444455556666:role/app",
            "arn:aws:iam::111122223333:user/app",
            "arn:aws-cn:iam::111122223333:role/app",
            "arn:aws:iam::111122223333:role/myapp"
        }) {
            assertThatThrownBy(() -> SESSION.roleArn(other)).isInstanceOf(IllegalArgumentException.class);
        }
        CallerIdentity user = CallerIdentity.of("arn:aws:iam::111122223333:user/alice");
        assertThatThrownBy(() -> user.roleArn("arn:aws:iam::111122223333:role/app"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Tag("P6")
    @Test
    void federatedSession_mayNameItsUser() {
        CallerIdentity session = CallerIdentity.of("arn:aws:sts::111122223333:federated-user/carol");
        CallerIdentity ofUser = session.userArn("arn:aws:iam::111122223333:user/broker");
        assertThat(session.issuerArn()).isEmpty();
        assertThat(ofUser.issuerArn()).contains("arn:aws:iam::111122223333:user/broker");
        assertThat(ofUser.principalArn()).isEqualTo(session.arn());
        assertThatThrownBy(() -> session.userArn("arn:aws:iam::444455556666:user/broker"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SESSION.userArn("arn:aws:iam::111122223333:user/broker"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Tag("E13")
    @Test
    void inAccount_fillsInWhatIsMissingAndChangesNothingElse() {
        CallerIdentity session = CallerIdentity.of("arn:aws:sts:::assumed-role/app/batch")
                .tag("a", "b")
                .inAccount("111122223333");
        assertThat(session).isEqualTo(SESSION.tag("a", "b")).hasSameHashCodeAs(SESSION.tag("a", "b"));
        assertThat(session.principalArn()).isEqualTo("arn:aws:iam::111122223333:role/app");
        assertThat(SESSION.inAccount("444455556666")).isSameAs(SESSION);
        assertThat(CallerIdentity.anonymous().inAccount("444455556666").account())
                .isEmpty();
        assertThat(CallerIdentity.service("rds.amazonaws.com")
                        .inAccount("444455556666")
                        .account())
                .isEmpty();
        assertThatThrownBy(() -> SESSION.inAccount("1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tags_areAddedReplacedAndLimited() {
        CallerIdentity tagged = SESSION.tag("team", "a").tags(Map.of("team", "b", "env", "prod"));
        assertThat(tagged.tags()).containsExactlyInAnyOrderEntriesOf(Map.of("team", "b", "env", "prod"));
        assertThat(SESSION.tags()).isEmpty();
        assertThatThrownBy(() -> tagged.tag("Team", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("case only");
        assertThatThrownBy(() -> SESSION.tag("", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SESSION.tag("k".repeat(129), "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SESSION.tag("k", "v".repeat(257))).isInstanceOf(IllegalArgumentException.class);
        CallerIdentity full = SESSION;
        for (int i = 0; i < 50; i++) {
            full = full.tag("k" + i, "");
        }
        CallerIdentity fifty = full;
        assertThatThrownBy(() -> fifty.tag("k50", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tagged.tags().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Tag("K2")
    @Tag("K3")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws:PrincipalArn",
                "AWS:PRINCIPALTAG/team",
                "aws:username",
                "aws:CurrentTime",
                "aws:EpochTime",
                "aws:ResourceTag/team",
                "aws:RequestTag/team",
                "aws:TagKeys",
                "aws:ResourceAccount",
                "aws:RequestedRegion",
                "aws:PrincipalIsAWSService",
                "aws:PrincipalAccount",
                "aws:PrincipalType",
                "SecretsManager:VersionStage",
                "secretsmanager:ResourceTag/x",
                " "
            })
    void context_keyThatIsDerived_isRefused(String key) {
        assertThatThrownBy(() -> SESSION.context(key, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void context_ofTheHost_isKeptByKeyInLowerCase() {
        CallerIdentity caller = SESSION.context("aws:SourceIp", "203.0.113.7")
                .context("AWS:SourceIP", "203.0.113.8")
                .context("app:Roles", "a", "b");
        assertThat(caller.context()).containsOnlyKeys("aws:sourceip", "app:roles");
        assertThat(caller.context().get("aws:sourceip")).containsExactly("203.0.113.8");
        assertThatThrownBy(() -> SESSION.context("aws:SourceIp")).isInstanceOf(IllegalArgumentException.class);
        assertThat(caller).isNotEqualTo(SESSION);
    }

    @Test
    void toString_showsNoContextValues() {
        assertThat(SESSION.tag("team", "a").context("aws:SourceIp", "203.0.113.7"))
                .hasToString(
                        "CallerIdentity[arn:aws:sts::111122223333:assumed-role/app/batch, tags={team=a}, context=[aws:sourceip]]");
    }
}
