package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short forms for tests: documents in single quotes, requests on one secret. */
final class Policies {
    static final String ACCOUNT = "111122223333";
    static final String OTHER_ACCOUNT = "444455556666";
    static final String SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf";
    static final String READ = "secretsmanager:GetSecretValue";

    static final CallerIdentity ALICE = CallerIdentity.of("arn:aws:iam::111122223333:user/team/alice");
    static final CallerIdentity APP_ROLE = CallerIdentity.of("arn:aws:iam::111122223333:role/team/app");
    static final CallerIdentity APP_SESSION = CallerIdentity.of("arn:aws:sts::111122223333:assumed-role/app/batch")
            .roleArn("arn:aws:iam::111122223333:role/team/app");
    static final CallerIdentity FEDERATED = CallerIdentity.of("arn:aws:sts::111122223333:federated-user/carol")
            .userArn("arn:aws:iam::111122223333:user/broker");
    static final CallerIdentity ROOT = CallerIdentity.of("arn:aws:iam::111122223333:root");
    static final CallerIdentity STRANGER = CallerIdentity.of("arn:aws:iam::444455556666:user/mallory");

    private Policies() {}

    /** Puts statements, in single quotes, into a document that has variables turned on. */
    static String document(String... statements) {
        return quoted("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    static PolicyDocument identity(String... statements) {
        return PolicyDocument.parse("identity", document(statements), PolicyType.IDENTITY);
    }

    static PolicyDocument boundary(String... statements) {
        return PolicyDocument.parse("boundary", document(statements), PolicyType.BOUNDARY);
    }

    static PolicyDocument session(String... statements) {
        return PolicyDocument.parse("session", document(statements), PolicyType.SESSION);
    }

    static PolicyDocument resource(String... statements) {
        return PolicyDocument.parse("resource", document(statements), PolicyType.RESOURCE);
    }

    /** An Allow or Deny of everything, with more elements such as {@code 'Condition':{}}. */
    static String statement(String effect, String... more) {
        String elements = more.length == 0 ? "" : "," + String.join(",", more);
        return "{'Effect':'" + effect + "','Action':'*','Resource':'*'" + elements + "}";
    }

    static String allow(String... more) {
        return statement("Allow", more);
    }

    static String deny(String... more) {
        return statement("Deny", more);
    }

    /** An Allow for everybody whom a resource policy names so. */
    static String allowTo(String principal) {
        return allow("'Principal':" + principal);
    }

    static PolicyRequest read(CallerIdentity caller) {
        return request(caller, READ, SECRET, Map.of());
    }

    static PolicyRequest request(
            CallerIdentity caller, String action, String resource, Map<String, List<String>> context) {
        return new PolicyRequest(caller, action, resource, ACCOUNT, RequestContext.of(context));
    }

    /** Key, values, key, values: a value in brackets is a list. */
    static Map<String, List<String>> context(String... keysAndValues) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String value = keysAndValues[i + 1];
            boolean list = value.startsWith("[") && value.endsWith("]");
            List<String> values = !list
                    ? List.of(value)
                    : value.equals("[]")
                            ? List.of()
                            : List.of(value.substring(1, value.length() - 1).split(","));
            context.put(keysAndValues[i], values);
        }
        return context;
    }

    /** Decides for a user whose only policy is an Allow of everything under the condition, in double quotes. */
    static boolean holds(String condition, Map<String, List<String>> context) {
        PolicyDocument policy = PolicyDocument.parse(
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                        + condition + "}}",
                PolicyType.IDENTITY);
        return PolicyEvaluator.decide(request(ALICE, READ, SECRET, context), new PrincipalPolicies(policy))
                .isAllowed();
    }

    /** Decides with one statement of an identity policy. */
    static Outcome outcome(String statement, PolicyRequest request) {
        return PolicyEvaluator.decide(request, new PrincipalPolicies(identity(statement)))
                .outcome();
    }
}
