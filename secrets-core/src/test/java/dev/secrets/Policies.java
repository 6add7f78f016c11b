package dev.secrets;

import dev.secrets.policy.InMemoryIdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import java.util.stream.Stream;

/** Policies for tests, in single quotes. */
final class Policies {
    static final String APP = "arn:aws:iam::000000000000:user/app";
    static final String STRANGER = "arn:aws:iam::111122223333:user/stranger";

    private Policies() {}

    /** Puts statements into a document that has variables turned on. */
    static String document(String... statements) {
        return quoted("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** A resource policy that harms nobody. */
    static String resource() {
        return document(statement("Allow", APP, "secretsmanager:GetSecretValue"));
    }

    /** A statement of a resource policy. */
    static String statement(String effect, String principal, String action, String... more) {
        return "{'Effect':'" + effect + "','Principal':{'AWS':'" + principal + "'},'Action':'" + action
                + "','Resource':'*'" + added(more) + "}";
    }

    /** A statement of an identity policy that allows an action such as {@code GetSecretValue}. */
    static String allow(String action, String resource, String... more) {
        return "{'Effect':'Allow','Action':'secretsmanager:" + action + "','Resource':'" + resource + "'" + added(more)
                + "}";
    }

    /** A condition for the end of a statement, such as {@code StringEquals, aws:TagKeys, team}. */
    static String condition(String operator, String key, String value) {
        return "'Condition':{'" + operator + "':{'" + key + "':'" + value + "'}}";
    }

    private static String added(String... more) {
        return String.join("", Stream.of(more).map(element -> "," + element).toList());
    }

    /** The policies of one caller. */
    static InMemoryIdentityPolicies of(String arn, String... statements) {
        return new InMemoryIdentityPolicies()
                .with(
                        arn,
                        new PrincipalPolicies(PolicyDocument.parse("test", document(statements), PolicyType.IDENTITY)));
    }
}
