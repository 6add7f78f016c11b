package dev.secrets.policy;

import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.allowTo;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAccessTest {
    private static boolean isPublicWith(String condition) {
        return PublicAccess.isPublic(resource(allow("'Principal':{'AWS':'*'}", "'Condition':{" + condition + "}")));
    }

    @Tag("O19")
    @Tag("R5")
    @Tag("R9")
    @Tag("R10")
    @Test
    void policy_thatAllowsEverybody_isPublic() {
        assertThat(PublicAccess.isPublic(resource(allowTo("'*'")))).isTrue();
        assertThat(PublicAccess.isPublic(resource(allowTo("{'AWS':['111122223333','*']}"))))
                .isTrue();
        assertThat(PublicAccess.isPublic(resource(allow("'NotPrincipal':{'AWS':'111122223333'}"))))
                .isTrue();
        assertThat(PublicAccess.isPublic(resource(allowTo("'*'"), deny("'Principal':'*'"))))
                .isTrue();
        assertThat(PublicAccess.isPublic(resource(
                        "{'Effect':'Allow','Principal':'*','Action':'secretsmanager:DescribeSecret','Resource':'*'}")))
                .isTrue();
        assertThat(PublicAccess.publicStatements(resource(allowTo("{'AWS':'111122223333'}"), allowTo("'*'"))))
                .extracting(StatementReference::index)
                .containsExactly(1);
    }

    @Tag("R9")
    @Test
    void policy_thatNamesSomebodyOrDenies_isNotPublic() {
        assertThat(PublicAccess.isPublic(resource(deny("'Principal':'*'")))).isFalse();
        assertThat(PublicAccess.isPublic(resource(allowTo("{'AWS':'444455556666'}"))))
                .isFalse();
        assertThat(PublicAccess.isPublic(resource(allowTo("{'AWS':'arn:aws:iam::444455556666:root'}"))))
                .isFalse();
        assertThat(PublicAccess.isPublic(resource(allowTo("{'Service':'rds.amazonaws.com'}"))))
                .isFalse();
    }

    @Tag("R6")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'StringEquals':{'aws:PrincipalAccount':'111122223333'}",
                "'StringEqualsIgnoreCase':{'aws:PrincipalOrgID':'o-abc'}",
                "'StringLike':{'aws:SourceVpce':'vpce-1'}",
                "'StringEquals':{'aws:SourceVpc':['vpc-1','vpc-2']}",
                "'StringEquals':{'aws:SourceOwner':'111122223333'}",
                "'StringEquals':{'aws:PrincipalServiceName':'rds.amazonaws.com'}",
                "'ArnLike':{'aws:PrincipalArn':'arn:*:iam::111122223333:role/*'}",
                "'ArnEquals':{'aws:SourceArn':'arn:aws:s3:::bucket'}",
                "'StringLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}",
                "'StringLike':{'aws:userid':'AROAEXAMPLEID:*'}",
                "'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-abc/r-1/*'}",
                "'IpAddress':{'aws:SourceIp':['203.0.113.0/24','2001:db8::/32']}",
                "'Bool':{'aws:PrincipalIsAWSService':'true'}",
                "'StringEquals':{'aws:SourceAccount':'111122223333','aws:RequestedRegion':'eu'}",
                "'StringEquals':{'aws:PrincipalIsAWSService':'true'}",
                "'ForAllValues:StringEquals':{'aws:PrincipalAccount':'111122223333'},'Null':{'aws:PrincipalAccount':'false'}",
                "'StringEqualsIfExists':{'aws:PrincipalAccount':'111122223333'},'Null':{'aws:PrincipalAccount':'false'}"
            })
    void condition_withFixedCallers_narrows(String condition) {
        assertThat(isPublicWith(condition)).isFalse();
    }

    @Tag("R6")
    @Tag("R7")
    @Tag("R8")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'StringEquals':{'aws:PrincipalAccount':['111122223333','${aws:PrincipalAccount}']}",
                "'StringLike':{'aws:PrincipalOrgID':'o-*'}",
                "'StringLike':{'aws:PrincipalOrgID':['o-abc','o-*']}",
                "'StringEquals':{'aws:SourceVpce':'vpce-*'}",
                "'StringEquals':{'aws:PrincipalOrgID':'o-abc${$}{x}'}",
                "'StringEqualsIfExists':{'aws:PrincipalAccount':'111122223333'},'Null':{'aws:SourceArn':'false'}",
                "'StringNotEquals':{'aws:PrincipalAccount':'111122223333'}",
                "'StringEqualsIfExists':{'aws:PrincipalAccount':'111122223333'}",
                "'ForAllValues:StringEquals':{'aws:PrincipalAccount':'111122223333'}",
                "'ForAnyValue:StringNotEquals':{'aws:PrincipalAccount':'111122223333'}",
                "'ForAllValues:StringNotEquals':{'aws:PrincipalAccount':'1'},'Null':{'aws:PrincipalAccount':'false'}",
                "'Null':{'aws:PrincipalAccount':'false'}",
                "'StringEquals':{'aws:PrincipalTag/team':'a'}",
                "'StringEquals':{'aws:username':'alice'}",
                "'StringEquals':{'aws:PrincipalType':'User'}",
                "'StringEquals':{'aws:ResourceTag/team':'a'}",
                "'Bool':{'aws:SecureTransport':'true'}",
                "'Bool':{'aws:MultiFactorAuthPresent':'true'}",
                "'StringEquals':{'aws:RequestedRegion':'eu'}",
                "'StringEquals':{'secretsmanager:VersionStage':'AWSCURRENT'}",
                "'StringEquals':{'aws:PrincipalAccount':'anonymous'}",
                "'StringEquals':{'aws:PrincipalAccount':['111122223333','anonymous']}",
                "'StringLike':{'aws:PrincipalAccount':'anonymous'}",
                "'StringEquals':{'aws:userid':'anonymous'}",
                "'StringEqualsIgnoreCase':{'aws:userid':'ANONYMOUS'}",
                "'ForAnyValue:StringEquals':{'aws:userid':'anonymous'}",
                "'StringEquals':{'aws:userid':'*:session'}",
                "'StringEqualsIgnoreCase':{'aws:userid':'AROA?:session'}",
                "'StringEquals':{'aws:userid':'AROAEXAMPLEID:*'}",
                "'ForAnyValue:StringEquals':{'aws:PrincipalOrgPaths':'o-*/r-1/*'}",
                "'StringEquals':{'aws:PrincipalArn':'arn:*:iam::111122223333:role/x'}",
                "'StringEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}",
                "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/app'}",
                "'StringLike':{'aws:PrincipalArn':'arn:*:iam::111122223333:role/x'}",
                "'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}",
                "'IpAddress':{'aws:SourceIp':['203.0.113.0/24','0.0.0.0/7']}",
                "'IpAddress':{'aws:SourceIp':'2000::/31'}",
                "'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}",
                "'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}",
                "'StringLike':{'aws:userid':'*:x'}",
                "'StringLike':{'aws:userid':'A*'}",
                "'Bool':{'aws:PrincipalIsAWSService':'false'}",
                "'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-*/r-1'}",
                "'NumericEquals':{'aws:PrincipalAccount':'111122223333'}"
            })
    void condition_thatStrangersCanMeet_doesNotNarrow(String condition) {
        assertThat(isPublicWith(condition)).isTrue();
    }
}
