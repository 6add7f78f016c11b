package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.SECRET;
import static dev.secrets.policy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.policy.Decision.Outcome;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatchingTest {
    private static boolean allows(String actionElement, String resourceElement, String action, String resource) {
        String statement = "{'Effect':'Allow'," + actionElement + "," + resourceElement + "}";
        return Policies.outcome(statement, request(ALICE, action, resource, Map.of())) == Outcome.ALLOWED;
    }

    @Tag("M1")
    @Tag("M2")
    @ParameterizedTest
    @CsvSource({
        "a*c, abcc, true", "a*c, ac, true", "a*c, acb, false", "a?c, abc, true", "a?c, ac, false", "a**c, abc, true",
                "*, '', true",
        "?, '', false", "'', '', true", "'', a, false", "[ab], a, false", "[ab], [ab], true", "a.c, abc, false",
                "a\\*, a\\b, true",
        "%, x, false", "*ab*ab*, abab, true", "*ab*ab*, aab, false", "a*b*c*d, axbxcxd, true", "*a?b*, xxaxbyy, true",
                "*?, x, true", "?*?, x, false"
    })
    void glob_pattern_matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
    }

    @Tag("M2")
    @Test
    void glob_randomPatterns_matchAsTheDefinitionSays() {
        long seed = 20_261_125L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = word(random, "ab*?", 12);
            String text = word(random, "ab", 14);
            assertThat(Glob.of(pattern).matches(text))
                    .as("seed %d: %s on %s", seed, pattern, text)
                    .isEqualTo(NaiveEvaluator.glob(pattern, text));
        }
    }

    @Tag("M2")
    @Test
    void glob_longSegments_areFoundAcrossWordsOfBits() {
        String segment = "ab?".repeat(60);
        String text = "x".repeat(100) + "abc".repeat(80) + "y".repeat(50);
        assertThat(Glob.of("*" + segment + "*").matches(text)).isTrue();
        assertThat(Glob.of("*" + segment + "z*").matches(text)).isFalse();
        assertThat(Glob.of("*" + "a".repeat(64) + "*").matches("b" + "a".repeat(64) + "b"))
                .isTrue();
        assertThat(Glob.of("*" + "a".repeat(65) + "*").matches("b" + "a".repeat(64) + "b"))
                .isFalse();
    }

    private static String word(Random random, String alphabet, int maxLength) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    @Tag("M3")
    @ParameterizedTest
    @CsvSource({
        "secretsmanager:GetSecretValue, true",
        "SECRETSMANAGER:getsecretvalue, true",
        "secretsmanager:*Secret*, true",
        "secretsmanager:Get?ecretValue, true",
        "secretsmanager:Get, false",
        "secretsmanager:GetSecretValueX, false",
        "secretsmanager:*, true",
        "*, true",
        "kms:*, false"
    })
    void action_pattern_ignoresCaseAndMatchesWhole(String pattern, boolean expected) {
        assertThat(allows(
                        "'Action':['x:y','" + pattern + "']",
                        "'Resource':'*'",
                        "secretsmanager:GetSecretValue",
                        SECRET))
                .isEqualTo(expected);
    }

    @Tag("M3")
    @Test
    void action_letterThatLooksTheSameInLowerCase_doesNotMatch() {
        assertThat(allows("'Action':'kms:Decrypt'", "'Resource':'*'", "\u212Ams:Decrypt", SECRET))
                .isFalse(); // the Kelvin sign
    }

    @Tag("M4")
    @Test
    void notAction_coversWhatNoPatternMatches() {
        assertThat(allows("'NotAction':['iam:*','kms:*']", "'Resource':'*'", "s3:Get", SECRET))
                .isTrue();
        assertThat(allows("'NotAction':['iam:*','kms:*']", "'Resource':'*'", "KMS:decrypt", SECRET))
                .isFalse();
        assertThat(allows("'NotAction':'*'", "'Resource':'*'", "s3:Get", SECRET))
                .isFalse();
    }

    @Tag("M5")
    @Tag("M6")
    @Tag("M7")
    @Tag("M14")
    @ParameterizedTest
    @CsvSource({
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf, true",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:Prod/db-AbCdEf, false",
        "arn:aws:secretsmanager:*:*:secret:prod/db-??????, true",
        "arn:aws:secretsmanager:*:*:secret:prod/db-*, true",
        "arn:aws:secretsmanager:*:*:secret:prod/*, true",
        "arn:aws:secretsmanager:*:*:secret:prod/db, false",
        "arn:aws:secretsmanager:*:*:secret:prod/db-?????, false",
        "arn:aws:secretsmanager:*:*:*, true",
        "arn:aws:secretsmanager:*:*:*db*, true",
        "arn:aws:secretsmanager:*:secret:prod/db-AbCdEf, ''",
        "arn:*:secretsmanager:eu-*:1111????3333:secret:*, true",
        "arn:aws:secretsmanager:us-*:*:secret:*, false",
        "arn:aws:secretsmanager:*:444455556666:secret:*, false",
        "arn:aws-cn:secretsmanager:*:*:*, false",
        "arn:aws:kms:*:*:*, false",
        "*, true",
        "**, true"
    })
    void resource_pattern_matchesFieldByField(String pattern, String expected) {
        if (expected.isEmpty()) { // a star does not reach over a colon: too few fields
            return;
        }
        assertThat(allows("'Action':'*'", "'Resource':'" + pattern + "'", "s3:Get", SECRET))
                .isEqualTo(Boolean.parseBoolean(expected));
    }

    @Tag("M6")
    @Test
    void resource_starInOneField_doesNotRunIntoTheNext() {
        String other = "arn:aws:secretsmanager:eu:444455556666:secret:111122223333:secret:x";
        assertThat(allows(
                        "'Action':'*'", "'Resource':'arn:aws:secretsmanager:*:111122223333:secret:x'", "s3:Get", other))
                .isFalse();
    }

    @Tag("M7")
    @Test
    void resource_starInTheLastField_crossesSlashesAndColons() {
        assertThat(allows(
                        "'Action':'*'",
                        "'Resource':'arn:aws:logs:*:*:log-group:*:x'",
                        "s3:Get",
                        "arn:aws:logs:eu:1:log-group:a/b:c:x"))
                .isTrue();
    }

    @Tag("M10")
    @Test
    void notResource_coversWhatNoPatternMatches() {
        assertThat(allows("'Action':'*'", "'NotResource':'arn:aws:s3:::a/*'", "s3:Get", "arn:aws:s3:::b/x"))
                .isTrue();
        assertThat(allows("'Action':'*'", "'NotResource':'arn:aws:s3:::a/*'", "s3:Get", "arn:aws:s3:::a/x"))
                .isFalse();
        assertThat(allows("'Action':'*'", "'NotResource':'*'", "s3:Get", "arn:aws:s3:::a/x"))
                .isFalse();
        assertThat(allows("'Action':'*'", "'NotResource':'arn:aws:s3:::a/*'", "s3:Get", "*"))
                .isTrue();
    }

    @Tag("M11")
    @Test
    void notActionAndNotResource_areDecidedApart() {
        String actions = "'NotAction':'iam:*'";
        String resources = "'NotResource':'arn:aws:s3:::a'";
        assertThat(allows(actions, resources, "s3:Get", "arn:aws:s3:::b")).isTrue();
        assertThat(allows(actions, resources, "iam:Get", "arn:aws:s3:::b")).isFalse();
        assertThat(allows(actions, resources, "s3:Get", "arn:aws:s3:::a")).isFalse();
    }

    @Tag("M12")
    @Test
    void resource_ofAnActionWithoutResource_isMatchedByStarsOnly() {
        assertThat(allows("'Action':'*'", "'Resource':'*'", "secretsmanager:ListSecrets", "*"))
                .isTrue();
        assertThat(allows("'Action':'*'", "'Resource':'***'", "secretsmanager:ListSecrets", "*"))
                .isTrue();
        assertThat(allows("'Action':'*'", "'Resource':'arn:*:secretsmanager:*:*:*'", "secretsmanager:ListSecrets", "*"))
                .isFalse();
    }

    @Tag("M13")
    @Test
    void resourcePolicy_ofAnotherSecret_matchesNothing() {
        PolicyDocument star = Policies.resource(Policies.allowTo("'*'"));
        PolicyDocument other = Policies.resource(
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:secretsmanager:eu-central-1:111122223333:secret:other-AbCdEf'}");
        assertThat(PolicyEvaluator.decide(Policies.read(ALICE), PrincipalPolicies.NONE, star)
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(Policies.read(ALICE), PrincipalPolicies.NONE, other)
                        .isAllowed())
                .isFalse();
    }
}
