package dev.secrets.policy;

import static dev.secrets.policy.Policies.SECRET;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.allowTo;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.identity;
import static dev.secrets.policy.Policies.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.policy.Finding.Category;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 10 of the reference. */
final class PolicyFindingsTest {
    private static List<String> codes(PolicyDocument document) {
        return PolicyFindings.of(document).stream().map(Finding::code).toList();
    }

    private static String on(String action, String resource) {
        return "{'Effect':'Allow','Action':" + action + ",'Resource':" + resource + "}";
    }

    @Test
    void findings_ofAPlainPolicy_areNone() {
        assertThat(PolicyFindings.of(
                        identity(on("'secretsmanager:GetSecretValue'", "'arn:aws:secretsmanager:*:*:secret:prod/*'"))))
                .isEmpty();
        assertThat(PolicyFindings.of(
                        resource(
                                "{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'secretsmanager:GetSecretValue','Resource':'*'}"),
                        SECRET))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'NumericEquals':{'aws:username':'1'}                               | WARNING          | OPERATOR_OF_ANOTHER_TYPE",
                "'StringEquals':{'aws:SourceIp':'10.0.0.1'}                         | WARNING          | OPERATOR_OF_ANOTHER_TYPE",
                "'Bool':{'aws:CurrentTime':'true'}                                  | WARNING          | OPERATOR_OF_ANOTHER_TYPE",
                "'StringEquals':{'aws:NoSuchKey':'x'}                               | WARNING          | UNKNOWN_CONDITION_KEY",
                "'StringEquals':{'secretsmanager:Nope':'x'}                         | WARNING          | UNKNOWN_CONDITION_KEY",
                "'StringEquals':{' aws:SourceVpc':'x'}                              | WARNING          | UNKNOWN_CONDITION_KEY",
                "'StringEquals':{'secretsmanager:KmsKeyId':'x'}                     | WARNING          | DEPRECATED_CONDITION_KEY",
                "'StringEquals':{'aws:username':'a*'}                               | WARNING          | WILDCARD_WITHOUT_LIKE",
                "'StringEquals':{'x:k':'a${}'}                                      | WARNING          | EMPTY_VARIABLE",
                "'BinaryEquals':{'x:k':'::'}                                        | WARNING          | INVALID_VALUE",
                "'ForAllValues:StringEquals':{'aws:TagKeys':'x'}                    | SECURITY_WARNING | FOR_ALL_VALUES_WITHOUT_GUARD",
                "'ForAllValues:StringEquals':{'aws:username':'x'}                   | SECURITY_WARNING | FOR_ALL_VALUES_WITHOUT_GUARD",
                "'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}                       | SECURITY_WARNING | VPC_SOURCE_IP_WITHOUT_VPC",
                "'Bool':{'x:k':['true','false']}                                    | SUGGESTION       | BOTH_TRUTH_VALUES",
                "'StringEquals':{'x:k':['a','a']}                                   | SUGGESTION       | REDUNDANT_VALUE",
                "'ForAnyValue:Null':{'x:k':'true'}                                  | SUGGESTION       | NULL_WITH_SET_OPERATOR",
                "'StringEquals':{}                                                  | SUGGESTION       | EMPTY_OBJECT"
            })
    void findings_ofACondition_sayCategoryCodeAndPlace(String condition, Category category, String code) {
        assertThat(PolicyFindings.of(identity(allow("'Condition':{" + condition + "}"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.category()).isEqualTo(category);
                    assertThat(finding.code()).isEqualTo(code);
                    assertThat(finding.where()).startsWith("Statement[0].Condition.");
                });
    }

    @ParameterizedTest
    @CsvSource({"NumericLessThan, aws:EpochTime", "DateLessThan, aws:EpochTime", "DateLessThan, aws:CurrentTime"})
    void operator_ofTheKeysType_isFine(String operator, String key) {
        assertThat(codes(identity(allow("'Condition':{'" + operator + "':{'" + key + "':'1893456000'}}"))))
                .isEmpty();
    }

    @Tag("A2")
    @Test
    void forAllValues_withAGuard_isFine() {
        assertThat(
                        codes(
                                identity(
                                        allow(
                                                "'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':'x'},'Null':{'aws:TagKeys':'false'}}"))))
                .isEmpty();
        assertThat(
                        codes(
                                identity(
                                        allow(
                                                "'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':'x'},'StringEquals':{'aws:RequestTag/x':'1'}}"))))
                .isEmpty();
        assertThat(codes(identity(deny("'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':'x'}}"))))
                .isEmpty();
    }

    @Test
    void findings_ofPrincipals_warnOfBroadOnes() {
        assertThat(codes(resource(
                        "{'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'},'Action':'s3:Get','Resource':'*'}")))
                .containsExactly("ALLOW_WITH_NOT_PRINCIPAL");
        assertThat(
                        codes(
                                resource(
                                        "{'Effect':'Allow','Principal':{'Service':'rds.amazonaws.com'},'Action':'s3:Get','Resource':'*'}")))
                .containsExactly("SERVICE_WITHOUT_SOURCE");
        assertThat(codes(resource(
                        "{'Effect':'Allow','Principal':{'Service':'rds.amazonaws.com'},'Action':'s3:Get','Resource':'*',"
                                + "'Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}}}")))
                .isEmpty();
    }

    @Test
    void findings_ofActionsAndResources_nameWhatIsRedundantOrTooMuch() {
        assertThat(codes(identity(on("['s3:Get*','s3:GetObject']", "'*'")))).containsExactly("REDUNDANT_ACTION");
        assertThat(codes(identity(on("'s3:Get'", "['*','arn:aws:s3:::x']")))).containsExactly("REDUNDANT_RESOURCE");
        assertThat(codes(identity(on("'s3:Get'", "['arn:aws:s3:::x','arn:aws:s3:::x']"))))
                .containsExactly("REDUNDANT_RESOURCE");
        assertThat(codes(identity(on("'iam:Pass*'", "'*'")))).containsExactly("PASS_ROLE_ON_EVERYTHING");
    }

    @Tag("M14")
    @Test
    void findings_aboutSecrets_nameWhatCanNotBeMeant() {
        assertThat(codes(
                        identity(on("'secretsmanager:GetSecretValue'", "'arn:aws:secretsmanager:*:*:secret:prod/db'"))))
                .containsExactly("RESOURCE_WITHOUT_SUFFIX");
        assertThat(codes(identity(on("'secretsmanager:ListSecrets'", "'arn:aws:secretsmanager:*:*:secret:*'"))))
                .containsExactly("NEVER_MATCHES");
        assertThat(
                        codes(
                                identity(
                                        "{'Effect':'Allow','Action':'secretsmanager:GetSecretValue','Resource':'*','Condition':{'StringEquals':{'secretsmanager:VersionStage':'AWSCURRENT'}}}")))
                .containsExactly("VERSION_STAGE_WITHOUT_IF_EXISTS");
        assertThat(
                        codes(
                                identity(
                                        "{'Effect':'Deny','Action':'secretsmanager:GetSecretValue','Resource':'*','Condition':{'Bool':{'secretsmanager:ForceDeleteWithoutRecovery':'true'}}}")))
                .containsExactly("KEY_NOT_OF_THE_ACTION");
        assertThat(
                        codes(
                                resource(
                                        "{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'secretsmanager:*','Resource':'*'}")))
                .containsExactly("ALL_ACTIONS");
    }

    @Test
    void findings_ofAnAllowBehindADeny_sayItIsShadowed() {
        assertThat(codes(identity(
                        on("'s3:Get*'", "'arn:aws:s3:::x'"), "{'Effect':'Deny','Action':'s3:*','Resource':'*'}")))
                .containsExactly("SHADOWED_BY_DENY");
        assertThat(codes(identity(
                        on("'s3:Get*'", "'arn:aws:s3:::x'"),
                        "{'Effect':'Deny','Action':'s3:*','Resource':'*','Condition':{'Bool':{'x:k':'true'}}}")))
                .isEmpty();
        assertThat(codes(identity(
                        on("'s3:Get*'", "'*'"), "{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::x'}")))
                .isEmpty();
    }

    @Test
    void findings_ofARegionOrAccountThatIsNone_sayWhich() {
        assertThat(codes(identity(on("'x:Y'", "'arn:aws:secretsmanager:region:account-id:secret:*'"))))
                .containsExactly("INVALID_ARN_REGION", "INVALID_ARN_ACCOUNT");
        assertThat(codes(identity(on("'x:Y'", "'arn:aws:secretsmanager:eu-central-1:12345678901:secret:*'"))))
                .containsExactly("INVALID_ARN_ACCOUNT");
        assertThat(
                        codes(
                                identity(
                                        on(
                                                "'x:Y'",
                                                "['arn:aws:iam::aws:policy/x','arn:aws-us-gov:x:us-gov-west-1:111122223333:y','arn:aws:x:eu-*:1111*:y','arn:aws:s3:::z']"))))
                .isEmpty();
    }

    @Test
    void findings_ofAStatementThatAnotherCovers_sayIt() {
        String read = on("'s3:Get*'", "'arn:aws:s3:::x'");
        assertThat(PolicyFindings.of(identity(on("'s3:GetObject'", "'arn:aws:s3:::x'"), read)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.category()).isEqualTo(Category.SUGGESTION);
                    assertThat(finding.code()).isEqualTo("REDUNDANT_STATEMENT");
                    assertThat(finding.where()).isEqualTo("Statement[0]");
                });
        assertThat(PolicyFindings.of(identity(read, read)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).isEqualTo("Statement[1]"));
        String conditional = read.replace("}", ",'Condition':{'Bool':{'x:k':'true'}}}");
        assertThat(codes(identity(conditional, read))).containsExactly("REDUNDANT_STATEMENT");
        assertThat(codes(identity(conditional, conditional.replace("x:k", "x:l"))))
                .isEmpty();
        assertThat(codes(identity(read, on("'s3:Get?'", "'arn:aws:s3:::y'")))).isEmpty();
        assertThat(codes(identity(on("'s3:Get?'", "'arn:aws:s3:::x'"), on("'s3:G*t*'", "'arn:aws:s3:::x'"))))
                .containsExactly("REDUNDANT_STATEMENT");
        assertThat(codes(identity(on("'s3:Get???'", "'arn:aws:s3:::x'"), on("'s3:Get*x'", "'arn:aws:s3:::x'"))))
                .isEmpty();
    }

    @Tag("R4")
    @Tag("P4")
    @Test
    void findings_withTheSecret_nameWhatItsPolicyCanNotDo() {
        PolicyDocument other = resource(
                "{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'s3:Get','Resource':'arn:aws:secretsmanager:*:*:secret:other-??????'}");
        assertThat(PolicyFindings.of(other, SECRET))
                .extracting(Finding::code)
                .containsExactly("RESOURCE_IS_NOT_THE_SECRET");
        PolicyDocument own = resource(
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'s3:Get','Resource':'*'}");
        assertThat(PolicyFindings.of(own, SECRET)).extracting(Finding::code).containsExactly("OWN_ACCOUNT_ONLY");
    }

    @Test
    void findings_neverHoldErrors() {
        PolicyDocument document = PolicyDocument.parse(
                Policies.quoted(
                        "{'Id':'x','Statement':" + allowTo("'*'").replace("'Effect'", "'Sid':'a b','Effect'") + "}"),
                PolicyType.RESOURCE);
        assertThat(PolicyFindings.of(document))
                .extracting(Finding::category)
                .doesNotContain(Category.ERROR)
                .contains(Category.WARNING, Category.SECURITY_WARNING);
        assertThat(PolicyFindings.of(document))
                .extracting(Finding::code)
                .containsExactly("MISSING_VERSION", "INVALID_SID", "ALL_ACTIONS");
    }
}
