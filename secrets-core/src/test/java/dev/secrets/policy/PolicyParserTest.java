package dev.secrets.policy;

import static dev.secrets.policy.Policies.document;
import static dev.secrets.policy.Policies.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyParserTest {
    private static final String ALLOW = "{'Effect':'Allow','Action':'s3:Get','Resource':'*'}";
    private static final String ALLOW_ALL_OF_US = "{'Effect':'Allow','Principal':'*','Action':'s3:Get','Resource':'*'}";

    private static PolicyDocument parse(String text, PolicyType type) {
        return PolicyDocument.parse(quoted(text), type);
    }

    private static List<Finding> problems(String text, PolicyType type) {
        return catchThrowableOfType(PolicySyntaxException.class, () -> parse(text, type))
                .problems();
    }

    private static void assertRefused(String text, PolicyType type, String code, String where) {
        assertThat(problems(text, type)).anySatisfy(problem -> {
            assertThat(problem.category()).isEqualTo(Finding.Category.ERROR);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.where()).isEqualTo(where);
            assertThat(problem.problem()).isNotBlank().hasSizeLessThan(300);
        });
    }

    private static void assertStatementRefused(String statement, String code, String where) {
        assertRefused(document(statement), PolicyType.IDENTITY, code, where);
    }

    @Test
    void parse_documentOfEachType_isAccepted() {
        assertThat(parse(document(ALLOW, ALLOW), PolicyType.IDENTITY).size()).isEqualTo(2);
        assertThat(parse(document(ALLOW), PolicyType.BOUNDARY).type()).isEqualTo(PolicyType.BOUNDARY);
        assertThat(parse(document(ALLOW), PolicyType.SESSION).text()).isEqualTo(document(ALLOW));
        assertThat(parse(document(ALLOW_ALL_OF_US), PolicyType.RESOURCE).name()).isEqualTo("resource-based policy");
    }

    @Tag("G1")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "'text'",
                "1",
                "true",
                "{",
                "{'Statement':" + ALLOW + "} x",
                "{'Statement':" + ALLOW + "}{}",
                "not json"
            })
    void parse_whatIsNotOneObject_isRefused(String text) {
        assertThat(problems(text, PolicyType.IDENTITY)).isNotEmpty();
    }

    @Tag("G2")
    @Test
    void parse_repeatedKey_isRefusedWhereItStands() {
        assertStatementRefused(
                "{'Effect':'Deny','Effect':'Allow','Action':'*','Resource':'*'}",
                "DUPLICATE_KEY",
                "Statement[0].Effect");
        assertStatementRefused(
                Policies.allow("'Condition':{'Bool':{'a':'true'},'Bool':{'b':'true'}}"),
                "DUPLICATE_KEY",
                "Statement[0].Condition.Bool");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'aws:RequestTag/a':'1','aws:requesttag/A':'2'}}"),
                "DUPLICATE_KEY",
                "Statement[0].Condition.StringEquals.aws:requesttag/A");
        assertRefused(
                "{'Statement':" + ALLOW + ",'Statement':" + ALLOW + "}",
                PolicyType.IDENTITY,
                "DUPLICATE_KEY",
                "Statement");
    }

    @Tag("G2")
    @Test
    void parse_elementsInAnyOrder_isAccepted() {
        PolicyDocument document = parse(
                "{'Statement':{'Resource':'*','Action':'*','Effect':'Deny'},'Version':'2012-10-17'}",
                PolicyType.IDENTITY);

        assertThat(document.size()).isEqualTo(1);
        assertThat(PolicyFindings.of(document)).isEmpty();
    }

    @Tag("G3")
    @Test
    void parse_nameInAnotherCase_isRefusedWithTheRightSpelling() {
        assertThat(problems("{'statement':" + ALLOW + "}", PolicyType.IDENTITY))
                .anySatisfy(problem -> assertThat(problem.problem()).contains("write Statement"));
        assertStatementRefused(
                "{'effect':'Allow','Action':'*','Resource':'*'}", "UNKNOWN_ELEMENT", "Statement[0].effect");
        assertStatementRefused(
                "{'Effect':'allow','Action':'*','Resource':'*'}", "INVALID_EFFECT", "Statement[0].Effect");
        assertRefused("{'Extra':1,'Statement':" + ALLOW + "}", PolicyType.IDENTITY, "UNKNOWN_ELEMENT", "Extra");
        assertRefused(
                document(Policies.allowTo("{'aws':'*'}")),
                PolicyType.RESOURCE,
                "UNKNOWN_ELEMENT",
                "Statement[0].Principal.aws");
    }

    @Tag("G4")
    @Test
    void parse_statementMissingOrEmpty_isRefused() {
        assertRefused("{'Version':'2012-10-17'}", PolicyType.IDENTITY, "MISSING_STATEMENT", "Statement");
        assertRefused("{'Statement':[]}", PolicyType.IDENTITY, "NUMBER_OF_STATEMENTS", "Statement");
        assertRefused("{'Statement':['x']}", PolicyType.IDENTITY, "WRONG_TYPE", "Statement[0]");
        assertRefused("{'Statement':{}}", PolicyType.IDENTITY, "MISSING_EFFECT", "Statement[0].Effect");
        assertThat(parse("{'Statement':" + ALLOW + "}", PolicyType.IDENTITY).size())
                .isEqualTo(1);
    }

    @Tag("G5")
    @Tag("O13")
    @Test
    void parse_version_isOneOfTwoOrMissingWithAWarning() {
        assertThat(parse("{'Version':'2008-10-17','Statement':" + ALLOW + "}", PolicyType.IDENTITY)
                        .variables())
                .isFalse();
        assertThat(parse(document(ALLOW), PolicyType.IDENTITY).variables()).isTrue();
        assertThat(parse("{'Statement':" + ALLOW + "}", PolicyType.IDENTITY).notes())
                .extracting(Finding::code)
                .containsExactly("MISSING_VERSION");
        assertRefused(
                "{'Version':'2012-11-17','Statement':" + ALLOW + "}",
                PolicyType.IDENTITY,
                "INVALID_VERSION",
                "Version");
        assertRefused(
                "{'Version':20121017,'Statement':" + ALLOW + "}", PolicyType.IDENTITY, "INVALID_VERSION", "Version");
    }

    @Tag("G6")
    @Tag("O18")
    @Test
    void parse_id_isTextAndWarnedOfInIdentityPolicies() {
        assertThat(parse("{'Version':'2012-10-17','Id':'x','Statement':" + ALLOW_ALL_OF_US + "}", PolicyType.RESOURCE)
                        .id())
                .contains("x");
        assertThat(parse("{'Version':'2012-10-17','Id':'x','Statement':" + ALLOW + "}", PolicyType.IDENTITY)
                        .notes())
                .extracting(Finding::code)
                .containsExactly("ID_NOT_SUPPORTED");
        assertRefused("{'Id':['x'],'Statement':" + ALLOW + "}", PolicyType.IDENTITY, "INVALID_ID", "Id");
        for (PolicyType cap : List.of(PolicyType.BOUNDARY, PolicyType.SESSION)) {
            assertRefused("{'Id':'x','Statement':" + ALLOW + "}", cap, "ELEMENT_NOT_SUPPORTED", "Id");
        }
    }

    @Tag("G7")
    @Tag("O12")
    @Test
    void parse_sid_isStrictInIdentityPoliciesAndLaxInResourcePolicies() {
        String spaced = Policies.allow("'Sid':'with blanks.'");
        assertStatementRefused(spaced, "INVALID_SID", "Statement[0].Sid");
        assertStatementRefused(Policies.allow("'Sid':{}"), "INVALID_SID", "Statement[0].Sid");
        String one = Policies.allow("'Sid':'One'", "'Principal':'*'");
        assertThat(parse(
                                document(Policies.allow("'Sid':'with blanks.'", "'Principal':'*'"), one, one),
                                PolicyType.RESOURCE)
                        .notes())
                .extracting(Finding::code)
                .containsExactly("INVALID_SID", "DUPLICATE_SID");
        assertRefused(
                document(Policies.allow("'Sid':'a()'", "'Principal':'*'")),
                PolicyType.RESOURCE,
                "INVALID_SID",
                "Statement[0].Sid");
        String same = Policies.allow("'Sid':'One'");
        assertRefused(document(same, same), PolicyType.IDENTITY, "DUPLICATE_SID", "Statement[1].Sid");
        String empty = Policies.allow("'Sid':''");
        assertThat(parse(document(same, Policies.allow("'Sid':'one'"), empty, empty), PolicyType.IDENTITY)
                        .notes())
                .extracting(Finding::code)
                .containsExactly("EMPTY_SID", "EMPTY_SID");
    }

    @Tag("G8")
    @Test
    void parse_effectMissing_isRefused() {
        assertStatementRefused("{'Action':'*','Resource':'*'}", "MISSING_EFFECT", "Statement[0].Effect");
        assertStatementRefused("{'Effect':1,'Action':'*','Resource':'*'}", "INVALID_EFFECT", "Statement[0].Effect");
    }

    @Tag("G9")
    @Test
    void parse_notExactlyOneOfAPair_isRefused() {
        assertStatementRefused(
                "{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}",
                "MUTUALLY_EXCLUSIVE",
                "Statement[0].NotAction");
        assertStatementRefused(
                "{'Effect':'Allow','Action':'*','Resource':'*','NotResource':[]}",
                "MUTUALLY_EXCLUSIVE",
                "Statement[0].NotResource");
        assertStatementRefused("{'Effect':'Allow','Resource':'*'}", "MISSING_ELEMENT", "Statement[0]");
        assertStatementRefused("{'Effect':'Allow','Action':'*'}", "MISSING_ELEMENT", "Statement[0]");
        assertStatementRefused("{'Effect':'Allow','Action':[],'Resource':'*'}", "EMPTY_LIST", "Statement[0].Action");
        assertStatementRefused("{'Effect':'Allow','Action':'*','Resource':[]}", "EMPTY_LIST", "Statement[0].Resource");
        assertStatementRefused(
                "{'Effect':'Allow','Action':[['*']],'Resource':'*'}", "WRONG_TYPE", "Statement[0].Action[0]");
        assertStatementRefused(
                "{'Effect':'Allow','Action':'*','Resource':['*',null]}", "WRONG_TYPE", "Statement[0].Resource[1]");
    }

    @Tag("G10")
    @Tag("O17")
    @ParameterizedTest
    @EnumSource(PolicyType.class)
    void parse_principal_isRequiredInResourcePoliciesAndForbiddenElsewhere(PolicyType type) {
        String with = document(ALLOW_ALL_OF_US);
        String without = document(ALLOW);
        if (type == PolicyType.RESOURCE) {
            parse(with, type);
            assertRefused(without, type, "MISSING_ELEMENT", "Statement[0]");
        } else {
            parse(without, type);
            assertRefused(with, type, "ELEMENT_NOT_SUPPORTED", "Statement[0].Principal");
        }
    }

    @Tag("G11")
    @Test
    void parse_conditionOfAnotherShape_isRefused() {
        parse(
                document(Policies.allow("'Condition':{}"), Policies.allow("'Condition':{'StringEquals':{}}")),
                PolicyType.IDENTITY);
        assertStatementRefused(Policies.allow("'Condition':[]"), "WRONG_TYPE", "Statement[0].Condition");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':'x'}"),
                "WRONG_TYPE",
                "Statement[0].Condition.StringEquals");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'a':{}}}"),
                "WRONG_TYPE",
                "Statement[0].Condition.StringEquals.a");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'a':[['x']]}}"),
                "WRONG_TYPE",
                "Statement[0].Condition.StringEquals.a[0]");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'a':null}}"),
                "WRONG_TYPE",
                "Statement[0].Condition.StringEquals.a");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'':'x'}}"),
                "INVALID_CONDITION_KEY",
                "Statement[0].Condition.StringEquals.");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'${a}':'x'}}"),
                "INVALID_CONDITION_KEY",
                "Statement[0].Condition.StringEquals.${a}");
    }

    @Tag("G12")
    @Tag("O16")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "invalid",
                "a a:Get",
                "s3:Get:Put",
                "s3:",
                ":Get",
                "s3:Get Put",
                "s3:Get,s3:Put",
                "*:*",
                "s*:Get",
                "**",
                "s3.x:Get",
                "s3:${aws:username}"
            })
    void parse_malformedAction_isRefused(String action) {
        assertStatementRefused(
                "{'Effect':'Allow','Action':'" + action + "','Resource':'*'}", "INVALID_ACTION", "Statement[0].Action");
    }

    @Tag("G12")
    @ParameterizedTest
    @ValueSource(strings = {"*", "s3:*", "s3:Get?bject", "S3:get*", "no-such-service:No-Such-Action"})
    void parse_wellFormedAction_isAccepted(String action) {
        PolicyDocument document = parse(
                document("{'Effect':'Allow','NotAction':['" + action + "'],'Resource':'*'}"), PolicyType.IDENTITY);

        assertThat(document.size()).isEqualTo(1);
    }

    @Tag("G13")
    @Tag("M8")
    @Tag("M9")
    @Tag("O6")
    @ParameterizedTest
    @CsvSource({
        "'', INVALID_ARN",
        "secret, INVALID_ARN",
        "arn:aws, INVALID_ARN",
        "arn:aws:s3::bucket, INVALID_ARN",
        "a:aws:s3:::bucket, INVALID_ARN",
        "arn:aws:secretsmanager:*:secret:x, ''",
        "arn:error:s3:::bucket, INVALID_ARN_PARTITION",
        "arn:aws::::x, INVALID_ARN_SERVICE",
        "arn:aws:*:::x, INVALID_ARN_SERVICE",
        "arn:aws:s?:::x, INVALID_ARN_SERVICE",
        "arn:aws:s3:::, MISSING_ARN_RESOURCE",
        "arn:*:iam::*:role/x, ''",
        "arn:aws-us-gov:s3:::x, ''",
        "***, ''"
    })
    void parse_resource_needsSixFieldsAPartitionAndAService(String resource, String code) {
        String statement = "{'Effect':'Allow','Action':'*','NotResource':['" + resource + "']}";
        if (code.isEmpty()) {
            parse(document(statement), PolicyType.IDENTITY);
        } else {
            assertStatementRefused(statement, code, "Statement[0].NotResource[0]");
        }
    }

    @Tag("G14")
    @Test
    void parse_charactersBeyondLatin1_areForResourcePoliciesOnly() {
        String euro = "'Condition':{'StringEquals':{'aws:RequestTag/price':'5 €'}}";
        assertRefused(document(Policies.allow(euro)), PolicyType.IDENTITY, "INVALID_CHARACTER", "");
        parse(document(Policies.allow("'Principal':'*'", euro)), PolicyType.RESOURCE);
        parse(
                document(Policies.allow("'Condition':{'StringEquals':{'aws:RequestTag/price':'\\u20ac é'}}")),
                PolicyType.IDENTITY);
    }

    @Tag("G15")
    @ParameterizedTest
    @CsvSource({
        "NumericEquals, ten",
        "NumericLessThan, 1e3",
        "NumericEquals, NaN",
        "NumericEquals, 0x10",
        "NumericEquals, ''",
        "NumericEquals, 1.",
        "NumericEquals, .5",
        "DateEquals, nope",
        "DateEquals, 2020-13-01",
        "DateEquals, 2020-04-31",
        "DateEquals, 2020-1-1",
        "DateEquals, 2020-01-01T00:00:00",
        "DateEquals, 9223372036854775808",
        "DateEquals, 2020-01-01t00:00Z",
        "Bool, yes",
        "Null, no",
        "IpAddress, 203.0.113.0/33",
        "IpAddress, localhost",
        "IpAddress, 1.2.3",
        "IpAddress, 1.2.3.256",
        "IpAddress, 01.2.3.4",
        "NotIpAddress, ::1::2",
        "IpAddress, 2001:db8::/129",
        "IpAddress, fe80::1%eth0",
        "IpAddress, 1:2:3:4:5:6:7:8::"
    })
    void parse_valueThatDoesNotFitItsOperator_isRefused(String operator, String value) {
        assertStatementRefused(
                Policies.allow("'Condition':{'" + operator + "':{'k':'" + value + "'}}"),
                "INVALID_VALUE",
                "Statement[0].Condition." + operator + ".k");
    }

    @Tag("G16")
    @Tag("O11")
    @Tag("C10")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "stringequals",
                "ARNEquals",
                "StringEqualsIfExistsIfExists",
                "IfExists",
                "ForAllValues:",
                "ForAnyValue::StringEquals",
                "ForAllValues:ForAnyValue:StringEquals",
                "StringEquals:ForAllValues",
                "forallvalues:StringEquals",
                "ForSomeValues:StringEquals",
                "IpAddressNot"
            })
    void parse_unknownOperator_isRefused(String operator) {
        assertStatementRefused(
                Policies.allow("'Condition':{'" + operator + "':{'k':'v'}}"),
                "INVALID_OPERATOR",
                "Statement[0].Condition." + operator);
    }

    @Tag("O11")
    @Test
    void parse_operatorInAnotherCase_namesTheRightSpelling() {
        assertThat(problems(document(Policies.allow("'Condition':{'ARNEquals':{'k':'v'}}")), PolicyType.IDENTITY)
                        .get(0)
                        .problem())
                .contains("write ArnEquals");
    }

    @Tag("C6")
    @Tag("C12")
    @Tag("O1")
    @Test
    void parse_conditionThatCanNotBeMeant_isRefused() {
        assertStatementRefused(
                Policies.allow("'Condition':{'NullIfExists':{'k':'true'}}"),
                "NULL_WITH_IF_EXISTS",
                "Statement[0].Condition.NullIfExists");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'k':[]}}"),
                "EMPTY_LIST",
                "Statement[0].Condition.StringEquals.k");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'AWS:tagkeys':'x'}}"),
                "MISSING_SET_OPERATOR",
                "Statement[0].Condition.StringEquals.AWS:tagkeys");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'aws:ResourceTag':'x'}}"),
                "MISSING_TAG_KEY",
                "Statement[0].Condition.StringEquals.aws:ResourceTag");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'aws:RequestTag/':'x'}}"),
                "MISSING_TAG_KEY",
                "Statement[0].Condition.StringEquals.aws:RequestTag/");
        assertStatementRefused(
                Policies.allow("'Condition':{'ArnLike':{'k':'arn:aws:x'}}"),
                "INVALID_ARN",
                "Statement[0].Condition.ArnLike.k");
        parse(document(Policies.allow("'Condition':{'Null':{'aws:TagKeys':'true'}}")), PolicyType.IDENTITY);
    }

    @Tag("V2")
    @Tag("V8")
    @Tag("O10")
    @ParameterizedTest
    @ValueSource(strings = {"${", "${a", "${}", "${a b}", "${a,}", "${a, b}", "${a, 'b}", "${a${b}}", "${*, 'x'}"})
    void parse_malformedVariableInAResource_isRefused(String variable) {
        String text =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::"
                        + variable + "\"}}";
        assertThat(catchThrowableOfType(
                                PolicySyntaxException.class, () -> PolicyDocument.parse(text, PolicyType.IDENTITY))
                        .problems())
                .extracting(Finding::code)
                .containsExactly("MALFORMED_VARIABLE");
    }

    @Tag("V2")
    @Tag("G13")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:${*}:secretsmanager:*:*:secret:*",
                "arn:aws:secrets${$}manager:*:*:secret:*",
                "arn:aws:secretsmanager:${*}:*:secret:*",
                "arn:aws:secretsmanager:*:${?}:secret:*"
            })
    void parse_escapeBeforeTheResourceField_isRefusedLikeAVariable(String resource) {
        assertStatementRefused(
                "{'Effect':'Deny','Action':'*','Resource':'" + resource + "'}",
                "VARIABLE_NOT_ALLOWED",
                "Statement[0].Resource");
    }

    @Tag("V2")
    @Tag("O10")
    @Test
    void parse_variableWhereNoneMayStand_isRefused() {
        assertStatementRefused(
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:${aws:RequestedRegion}::x'}",
                "VARIABLE_NOT_ALLOWED",
                "Statement[0].Resource");
        for (String operator : List.of("NumericEquals", "DateEquals", "IpAddress", "Bool", "Null")) {
            assertStatementRefused(
                    Policies.allow("'Condition':{'" + operator + "':{'k':'${aws:username}'}}"),
                    "VARIABLE_NOT_ALLOWED",
                    "Statement[0].Condition." + operator + ".k");
        }
    }

    @Tag("L1")
    @Tag("L2")
    @Test
    void parse_length_isLimitedByTypeWithAndWithoutWhiteSpace() {
        String resource = document(ALLOW_ALL_OF_US);
        parse(resource + " ".repeat(20_480 - resource.length()), PolicyType.RESOURCE);
        assertRefused(resource + " ".repeat(20_481 - resource.length()), PolicyType.RESOURCE, "POLICY_TOO_LONG", "");
        String session = document(ALLOW);
        parse(session + " ".repeat(2_048 - session.length()), PolicyType.SESSION);
        assertRefused(session + " ".repeat(2_049 - session.length()), PolicyType.SESSION, "POLICY_TOO_LONG", "");
        parse(session + " ".repeat(30_000), PolicyType.BOUNDARY);
        assertRefused(session + " ".repeat(70_000), PolicyType.BOUNDARY, "POLICY_TOO_LONG", "");
        String values = "'Condition':{'StringEquals':{'k':['" + "x \\\\'".repeat(0) + "a b".repeat(1_000) + "','"
                + "a b".repeat(1_000) + "','" + "a b".repeat(30) + "']}}";
        assertRefused(document(Policies.allow(values)), PolicyType.BOUNDARY, "POLICY_TOO_LONG", "");
        assertThat(parse(document(Policies.allow(values)), PolicyType.IDENTITY).notes())
                .extracting(Finding::code)
                .containsExactly("POLICY_SIZE");
    }

    @Tag("L2")
    @Test
    void parse_depthAndPatternLength_areLimited() {
        assertThat(problems("{'a':".repeat(40) + "1" + "}".repeat(40), PolicyType.IDENTITY))
                .extracting(Finding::code)
                .contains("JSON_SYNTAX");
        assertStatementRefused(
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::" + "x".repeat(2_050) + "'}",
                "PATTERN_TOO_LONG",
                "Statement[0].Resource");
        assertStatementRefused(
                Policies.allow("'Condition':{'StringEquals':{'k':'" + "x".repeat(4_097) + "'}}"),
                "VALUE_TOO_LONG",
                "Statement[0].Condition.StringEquals.k");
    }

    @Tag("L2")
    @Test
    void parse_valuesOfOneKey_areLimited() {
        String values = "'',".repeat(4_096) + "''";
        assertRefused(
                document(Policies.allow("'Principal':'*'", "'Condition':{'StringEquals':{'k':[" + values + "]}}")),
                PolicyType.RESOURCE,
                "TOO_MANY_VALUES",
                "Statement[0].Condition.StringEquals.k");
    }

    @Tag("P2")
    @Test
    void parse_principalOfAWrongShape_isRefusedWhereItStands() {
        assertRefused(
                document(ALLOW_ALL_OF_US, Policies.allowTo("{'AWS':['*','arn:aws:iam::111122223333:group/g']}")),
                PolicyType.RESOURCE,
                "INVALID_PRINCIPAL",
                "Statement[1].Principal.AWS[1]");
    }

    @Test
    void parse_errorBehindVeryManyWarnings_isAnErrorAllTheSame() {
        String warned = "{'Sid':'a b','Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},";
        assertThat(problems("{'Version':'2012-10-17','Statement':[" + warned.repeat(101) + "{}]}", PolicyType.RESOURCE))
                .extracting(Finding::code)
                .containsExactly("TOO_MANY_FINDINGS");
    }

    @Test
    void parse_severalProblems_areAllFoundInOnePass() {
        String text = "{'Version':'x','Oops':1,'Statement':[{'Effect':'Alow','Action':'a','Resource':'r'},"
                + "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Nope':{'k':'v'},'Bool':{'k':'maybe'}}}]}";
        assertThat(problems(text, PolicyType.IDENTITY))
                .extracting(Finding::where)
                .containsExactly(
                        "Oops",
                        "Version",
                        "Statement[0].Effect",
                        "Statement[0].Action",
                        "Statement[0].Resource",
                        "Statement[1].Condition.Nope",
                        "Statement[1].Condition.Bool.k");
    }

    @Test
    void parse_problemWithHugeText_quotesAShortPiece() {
        String huge = "x".repeat(15_000);
        PolicySyntaxException refused = catchThrowableOfType(
                PolicySyntaxException.class,
                () -> parse(
                        document("{'" + huge.substring(14_200) + "':1,'Effect':'" + huge + "','Action':'"
                                + huge.substring(10_000) + "','Resource':'*'}"),
                        PolicyType.RESOURCE));
        assertThat(refused.getMessage()).hasSizeLessThan(1_500);
    }

    @Test
    void parse_brokenJson_isRefusedWithItsPlaceAndWithoutItsText() {
        PolicySyntaxException refused = catchThrowableOfType(
                PolicySyntaxException.class,
                () -> PolicyDocument.parse("{\"Statement\":\nhunter2}", PolicyType.IDENTITY));
        assertThat(refused)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
