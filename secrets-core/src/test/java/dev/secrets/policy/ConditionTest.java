package dev.secrets.policy;

import static dev.secrets.policy.Policies.context;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.policy.Decision.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Section 3 of the reference. In the tables the request value stands last; {@code -} is a missing key, brackets are a list. */
final class ConditionTest {
    private static final String MISSING = "-";

    private static boolean holds(String operator, String policyValue, String requestValue) {
        String value = policyValue.startsWith("[") ? policyValue.replace('\'', '"') : '"' + policyValue + '"';
        return Policies.holds(
                "{\"" + operator + "\":{\"x:Key\":" + value + "}}",
                requestValue.equals(MISSING) ? Map.of() : context("x:key", requestValue));
    }

    @Tag("C1")
    @Test
    void condition_operatorsAndKeysAreAnd_valuesAreOr() {
        String both = "{\"StringEquals\":{\"x:a\":[\"1\",\"2\"],\"x:b\":\"1\"},\"NumericLessThan\":{\"x:c\":5}}";
        assertThat(Policies.holds(both, context("x:a", "2", "x:b", "1", "x:c", "4")))
                .isTrue();
        assertThat(Policies.holds(both, context("x:a", "3", "x:b", "1", "x:c", "4")))
                .isFalse();
        assertThat(Policies.holds(both, context("x:a", "2", "x:b", "2", "x:c", "4")))
                .isFalse();
        assertThat(Policies.holds(both, context("x:a", "2", "x:b", "1", "x:c", "5")))
                .isFalse();
    }

    @Tag("C2")
    @ParameterizedTest
    @CsvSource({"a, false", "b, false", "c, true", "-, true"})
    void negatedOperator_severalValues_wantsNoneOfThem(String request, boolean expected) {
        assertThat(holds("StringNotEquals", "['a','b']", request)).isEqualTo(expected);
    }

    @Tag("C3")
    @Test
    void key_caseOfNameAndTag_makesNoDifference() {
        String condition = "{\"StringEquals\":{\"AWS:resourceTAG/Team\":\"a\"}}";
        assertThat(Policies.holds(condition, context("aws:ResourceTag/tEAM", "a")))
                .isTrue();
        assertThat(Policies.holds(condition, context("aws:ResourceTag/tEAM", "A")))
                .isFalse();
    }

    @Tag("C4")
    @Tag("C5")
    @ParameterizedTest
    @EnumSource(value = Operator.class, mode = EnumSource.Mode.EXCLUDE, names = "NULL")
    void everyOperator_missingKey_isFalseUnlessNegatedOrIfExists(Operator operator) {
        String value = sample(operator);
        assertThat(holds(operator.text(), value, MISSING)).isEqualTo(operator.negated());
        assertThat(holds(operator.text() + "IfExists", value, MISSING)).isTrue();
        assertThat(holds("ForAllValues:" + operator.text(), value, MISSING)).isTrue();
        assertThat(holds("ForAnyValue:" + operator.text(), value, MISSING)).isFalse();
        assertThat(holds(operator.text(), value, "[]")).isEqualTo(operator.negated());
    }

    @Tag("C13")
    @Tag("O2")
    @ParameterizedTest
    @EnumSource(value = Operator.class, mode = EnumSource.Mode.EXCLUDE, names = "NULL")
    void everyOperator_valueOfAnotherKind_isFalseUnlessNegated(Operator operator) {
        assertThat(holds(operator.text(), sample(operator), "\u0000 nonsense")).isEqualTo(operator.negated());
    }

    private static String sample(Operator operator) {
        return switch (operator.family()) {
            case STRING, STRING_IGNORING_CASE, STRING_PATTERN -> "text";
            case NUMERIC -> "10";
            case DATE -> "2020-01-01";
            case BOOL, NULL -> "true";
            case BINARY -> "QUJD";
            case IP -> "10.0.0.0/8";
            case ARN -> "arn:aws:s3:::x";
        };
    }

    @Tag("C6")
    @ParameterizedTest
    @CsvSource({
        "Null, true, -, true",
        "Null, true, v, false",
        "Null, false, -, false",
        "Null, false, v, true",
        "Null, TRUE, [], true",
        "Null, false, [], false",
        "Null, false, '', true",
        "ForAllValues:Null, true, v, true",
        "ForAnyValue:Null, true, -, false"
    })
    void nullOperator_asksForPresenceOnly(String operator, String wanted, String request, boolean expected) {
        assertThat(holds(operator, wanted, request)).isEqualTo(expected);
    }

    @Tag("C7")
    @Tag("C8")
    @Tag("C11")
    @Tag("O4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ForAllValues:StringEquals    | [a,b]   | true",
                "ForAllValues:StringEquals    | [a,c]   | false",
                "ForAllValues:StringEquals    | []      | true",
                "ForAllValues:StringEquals    | -       | true",
                "ForAnyValue:StringEquals     | [a,c]   | true",
                "ForAnyValue:StringEquals     | [c,d]   | false",
                "ForAnyValue:StringEquals     | []      | false",
                "ForAnyValue:StringEquals     | -       | false",
                "ForAllValues:StringNotEquals | [c,d]   | true",
                "ForAllValues:StringNotEquals | [a,c]   | false",
                "ForAllValues:StringNotEquals | -       | true",
                "ForAnyValue:StringNotEquals  | [a,c]   | true",
                "ForAnyValue:StringNotEquals  | [a,b]   | false",
                "ForAnyValue:StringNotEquals  | -       | false",
                "ForAnyValue:StringEqualsIfExists  | -  | true",
                "ForAnyValue:StringEqualsIfExists  | [c] | false",
                "ForAllValues:StringEqualsIfExists | [c] | false",
                "ForAllValues:StringEqualsIfExists | -  | true"
            })
    void setOperator_testsEachRequestValue(String operator, String request, boolean expected) {
        assertThat(holds(operator, "['a','b']", request)).isEqualTo(expected);
    }

    @Tag("C9")
    @Tag("O1")
    @Test
    void plainOperator_severalRequestValues_countsAgainstTheCaller() {
        for (String operator : new String[] {"StringEquals", "StringNotEquals", "StringEqualsIfExists"}) {
            String condition = "'Condition':{'" + operator + "':{'x:k':'a'}}";
            PolicyRequest request = Policies.request(Policies.ALICE, "s3:Get", "*", context("x:k", "[a,b]"));
            assertThat(Policies.outcome(Policies.allow(condition), request)).isEqualTo(Outcome.IMPLICITLY_DENIED);
            assertThat(Policies.outcome(Policies.deny(condition), request)).isEqualTo(Outcome.EXPLICITLY_DENIED);
        }
    }

    @Tag("C14")
    @ParameterizedTest
    @CsvSource({
        "StringEquals, abc, abc, true",
        "StringEquals, abc, ABC, false",
        "StringEquals, a*, abc, false",
        "StringEquals, a*, a*, true",
        "StringEquals, abc, 'abc ', false",
        "StringEqualsIgnoreCase, aBc, AbC, true",
        "StringEqualsIgnoreCase, a*, abc, false",
        "StringEqualsIgnoreCase, title, TITLE, true",
        "StringNotEqualsIgnoreCase, aBc, AbC, false",
        "StringLike, a*c, abbc, true",
        "StringLike, a?c, a:c, true",
        "StringLike, a*, b:a, false",
        "StringLike, a*c, ABC, false",
        "StringLike, arn:*:x, arn:a/b:c:x, true",
        "StringNotLike, a*, abc, false",
        "StringNotLike, a*, b, true",
        "StringEquals, true, TRUE, false",
        "StringEquals, '', '', true"
    })
    void stringOperators_compareAsDocumented(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("C15")
    @ParameterizedTest
    @CsvSource({
        "NumericEquals, 10, 10.0, true",
        "NumericEquals, 10, +10, true",
        "NumericEquals, 10, 010, true",
        "NumericEquals, 0, -0.00, true",
        "NumericEquals, 10, 10.01, false",
        "NumericEquals, 10, 1e1, false",
        "NumericEquals, 10, ten, false",
        "NumericEquals, 10, '', false",
        "NumericEquals, 10, ' 10', false",
        "NumericNotEquals, 10, 10.0, false",
        "NumericNotEquals, 10, 11, true",
        "NumericNotEquals, 10, ten, true",
        "NumericLessThan, 10, 9, true",
        "NumericLessThan, 10, 10, false",
        "NumericLessThan, 10, 9.99999999999999999999999, true",
        "NumericLessThan, -1, -1.5, true",
        "NumericLessThanEquals, 10, 10.000, true",
        "NumericLessThanEquals, 10, 10.1, false",
        "NumericGreaterThan, 10, 100, true",
        "NumericGreaterThan, 10, 9, false",
        "NumericGreaterThan, 9007199254740992, 9007199254740993, true",
        "NumericGreaterThanEquals, 10, 10, true",
        "NumericGreaterThanEquals, 2.5, 2.49, false",
        "NumericGreaterThan, 10, Inf, false"
    })
    void numericOperators_compareByValue(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("G11")
    @Test
    void bareValues_areReadAsTheirText() {
        assertThat(Policies.holds("{\"NumericEquals\":{\"x:k\":[3600, 7.5]}}", context("x:k", "3600.0")))
                .isTrue();
        assertThat(Policies.holds("{\"Bool\":{\"x:k\":true}}", context("x:k", "TRUE")))
                .isTrue();
        assertThat(Policies.holds("{\"StringEquals\":{\"x:k\":[true, 12]}}", context("x:k", "12")))
                .isTrue();
    }

    @Tag("C16")
    @Tag("O14")
    @Tag("O20")
    @ParameterizedTest
    @CsvSource({
        "DateEquals, 2020, 2020-01-01T00:00:00Z, true",
        "DateEquals, 2020-03, 2020-03-01, true",
        "DateEquals, 2020-01-01T05:30+05:30, 2020-01-01T00:00Z, true",
        "DateEquals, 2020-01-01T00:00:00.500Z, 1577836800.5, true",
        "DateEquals, 1577836800, 2020-01-01, true",
        "DateEquals, 2020-01-01, 1577836800, true",
        "DateEquals, 2020, 2020, true",
        "DateEquals, 1577836800000, 2020-01-01, false",
        "DateNotEquals, 2020-01-01, 2020-01-02, true",
        "DateNotEquals, 2020-01-01, 2020-01-01, false",
        "DateLessThan, 2020-01-01, 2019-12-31T23:59:59Z, true",
        "DateLessThan, 2020-01-01, 2020-01-01, false",
        "DateLessThanEquals, 2020-01-01, 2020-01-01, true",
        "DateGreaterThan, 2020-01-01, 2020-01-01T00:00:01Z, true",
        "DateGreaterThan, 2020-01-01, 2019-12-31T23:00:00-01:00, false",
        "DateGreaterThanEquals, 2020-01-01, 2020-01-01, true",
        "DateGreaterThanEquals, 2020-01-01, yesterday, false",
        "DateLessThan, 2020-01-01, -1, true"
    })
    void dateOperators_compareInstants(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("C17")
    @ParameterizedTest
    @CsvSource({
        "Bool, true, true, true",
        "Bool, TRUE, tRUE, true",
        "Bool, true, false, false",
        "Bool, false, false, true",
        "Bool, false, -, false",
        "BoolIfExists, false, -, true",
        "Bool, true, 1, false"
    })
    void boolOperator_comparesTruth(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("C17")
    @Test
    void boolOperator_bothValues_matchAnyPresentOne() {
        assertThat(holds("Bool", "['true','false']", "false")).isTrue();
        assertThat(holds("Bool", "['true','false']", MISSING)).isFalse();
    }

    @Tag("S10")
    @ParameterizedTest
    @CsvSource({
        "Bool, true, EXPLICITLY_DENIED",
        "Bool, false, IMPLICITLY_DENIED",
        "Bool, -, IMPLICITLY_DENIED",
        "BoolIfExists, -, EXPLICITLY_DENIED"
    })
    void denyOfAnOption_hitsItsAbsenceOnlyWithIfExists(String operator, String request, Outcome expected) {
        String deny = Policies.deny("'Condition':{'" + operator + "':{'x:option':'true'}}");
        Map<String, List<String>> context = request.equals(MISSING) ? Map.of() : context("x:option", request);
        assertThat(Policies.outcome(deny, Policies.request(Policies.ALICE, Policies.READ, Policies.SECRET, context)))
                .isEqualTo(expected);
    }

    @Tag("C18")
    @Tag("O8")
    @ParameterizedTest
    @CsvSource({
        "IpAddress, 203.0.113.7, 203.0.113.7, true",
        "IpAddress, 203.0.113.7, 203.0.113.8, false",
        "IpAddress, 203.0.113.99/24, 203.0.113.1, true",
        "IpAddress, 0.0.0.0/0, 8.8.8.8, true",
        "IpAddress, 0.0.0.0/0, 2001:db8::1, false",
        "IpAddress, ::/0, 8.8.8.8, false",
        "IpAddress, ::/0, 2001:db8::1, true",
        "IpAddress, 2001:DB8:0:0::1, 2001:db8::1, true",
        "IpAddress, 2001:db8::/32, 2001:db8:ffff::1, true",
        "IpAddress, 2001:db8::/64, 2001:db8:0:1::1, false",
        "IpAddress, 2001:db8::/65, 2001:db8::7fff:0:0:1, true",
        "IpAddress, 2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "IpAddress, 10.0.0.0/8, ::ffff:10.1.2.3, true",
        "IpAddress, 10.0.0.0/8, ::ffff:a01:203, true",
        "IpAddress, ::ffff:203.0.113.0/120, 203.0.113.9, true",
        "IpAddress, ::ffff:203.0.113.0/120, ::ffff:203.0.113.9, true",
        "IpAddress, ::ffff:203.0.113.0/120, 203.0.114.9, false",
        "IpAddress, ::ffff:203.0.113.9, 203.0.113.9, true",
        "IpAddress, ::ffff:0.0.0.0/96, 8.8.8.8, true",
        "IpAddress, ::ffff:0.0.0.0/95, 8.8.8.8, false",
        "NotIpAddress, ::ffff:203.0.113.0/120, 203.0.113.9, false",
        "IpAddress, 10.0.0.0/8, not-an-ip, false",
        "IpAddress, 10.0.0.0/8, 10.0.0.0/9, false",
        "NotIpAddress, 10.0.0.0/8, 10.1.1.1, false",
        "NotIpAddress, 10.0.0.0/8, 11.1.1.1, true",
        "NotIpAddress, 10.0.0.0/8, ::1, true",
        "IpAddress, 10.0.0.0/31, 10.0.0.1, true"
    })
    void ipOperators_compareAddresses(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("C19")
    @ParameterizedTest
    @CsvSource({
        "ArnEquals, arn:aws:sns:*:111122223333:x, arn:aws:sns:eu:111122223333:x, true",
        "ArnLike, arn:aws:sns:*:111122223333:x, arn:aws:sns:eu:111122223333:x, true",
        "ArnLike, arn:aws:x:*:111122223333:y/*, arn:aws:x:eu:444455556666:z:111122223333:y/q, false",
        "ArnLike, arn:aws:s3:::a:*, arn:aws:s3:::a:b:c, true",
        "ArnEquals, arn:aws:sns:eu:1:x, arn:aws:sns:eu:1:X, false",
        "ArnEquals, arn:aws:sns:eu:1:x, not an arn, false",
        "ArnNotEquals, arn:aws:sns:eu:1:x, not an arn, true",
        "ArnNotLike, arn:aws:sns:eu:1:*, arn:aws:sns:eu:1:q, false",
        "ArnNotEquals, arn:aws:sns:eu:1:x, arn:aws:sns:eu:1:y, true",
        "ArnLike, arn:aws:*:*:*:*, arn:aws:s3, false"
    })
    void arnOperators_compareFieldByField(String operator, String policy, String request, boolean expected) {
        assertThat(holds(operator, policy, request)).isEqualTo(expected);
    }

    @Tag("C19")
    @Test
    void stringLike_onAnArn_runsAcrossFields() {
        assertThat(holds("StringLike", "arn:aws:x:*:111122223333:y/*", "arn:aws:x:eu:444455556666:z:111122223333:y/q"))
                .isTrue();
    }

    @Tag("C20")
    @ParameterizedTest
    @CsvSource({"QUJD, QUJD, true", "QUJD, QUJE, false", "QUJD, ABC, false", ":::, :::, false", "QQ==, QQ==, true"})
    void binaryEquals_comparesBytes(String policy, String request, boolean expected) {
        assertThat(holds("BinaryEquals", policy, request)).isEqualTo(expected);
    }

    @Tag("O7")
    @Test
    void emptyRequestValue_isAValue() {
        assertThat(holds("Null", "false", "")).isTrue();
        assertThat(holds("ForAllValues:StringEquals", "a", "")).isFalse();
    }
}
