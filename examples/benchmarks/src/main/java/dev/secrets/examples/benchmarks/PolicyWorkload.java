package dev.secrets.examples.benchmarks;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.PolicyAction;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyRequest;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Policies of one role and what is asked of them. Statements come in groups of ten, one document each: seven allow a team to read
 * its secrets, two do so under a condition on the team's tag, one denies some of what the first allows.
 */
final class PolicyWorkload {
    static final PolicyAction READ = PolicyAction.of("secretsmanager:GetSecretValue");
    static final CallerIdentity ROLE = CallerIdentity.of("arn:aws:iam::000000000000:role/app");

    private static final int GROUP = 10;
    static final int CONDITIONAL = 7;
    static final int DENYING = 9;
    private static final long SEED = 20260731;

    private static final RequestContext CONTEXT = RequestContext.of(Map.of(
            "aws:ResourceTag/team", List.of("payments"),
            "aws:PrincipalTag/team", List.of("payments"),
            "aws:RequestedRegion", List.of("eu-central-1"),
            "secretsmanager:VersionStage", List.of("AWSCURRENT")));

    private PolicyWorkload() {}

    /** Returns the ARNs that the question is asked of, in an order that no cache foresees. */
    static List<String> resources(PolicyQuestion question, int statements, int requests) {
        Random random = new Random(SEED);
        return IntStream.range(0, requests)
                .map(i -> random.nextInt(statements / GROUP))
                .mapToObj(group -> arn("eu-central-1", "000000000000", question.name(group * GROUP)) + "-AbCdEf")
                .toList();
    }

    /** Returns what a caller makes at each call. */
    static PolicyRequest request(String resource) {
        return new PolicyRequest(ROLE, READ, resource, "000000000000", CONTEXT);
    }

    static PrincipalPolicies policies(int statements) {
        List<PolicyDocument> documents = new ArrayList<>();
        for (int group = 0; group < statements / GROUP; group++) {
            documents.add(PolicyDocument.parse("group" + group, document(group), PolicyType.IDENTITY));
        }
        return new PrincipalPolicies(documents);
    }

    private static String document(int group) {
        List<String> statements = IntStream.range(0, GROUP)
                .mapToObj(i -> statement(group * GROUP, i))
                .toList();
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
    }

    private static String statement(int first, int index) {
        String condition = index < CONDITIONAL
                ? ""
                : ", \"Condition\": {\"StringEquals\": {\"aws:ResourceTag/team\": \"${aws:PrincipalTag/team}\"}}";
        return index == DENYING
                ? statement("Deny", "team" + first + "/locked/*", "")
                : statement("Allow", "team" + (first + index) + "/*", condition);
    }

    private static String statement(String effect, String name, String condition) {
        return """
                {"Effect": "%s", "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                 "Resource": "%s"%s}""".formatted(effect, arn("*", "*", name), condition);
    }

    /** The pattern of the statement that the group's first question meets, for what has no policies. */
    static String pattern(int group) {
        return arn("*", "*", "team" + group * GROUP + "/*");
    }

    static String arn(String region, String account, String name) {
        return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + name;
    }
}
