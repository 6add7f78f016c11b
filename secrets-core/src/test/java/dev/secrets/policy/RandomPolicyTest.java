package dev.secrets.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.PlainPolicy.PlainCondition;
import dev.secrets.policy.PlainPolicy.PlainStatement;
import dev.secrets.testing.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random policies and requests, decided by the evaluator and by the naive one; the alphabets are small so that things match. */
@Tag("E12")
@Tag("T10")
final class RandomPolicyTest {
    private static final int PAIRS = Scale.of(12_000, 1_000_000);

    private static final String A = "111122223333";
    private static final String B = "444455556666";
    private static final List<CallerIdentity> CALLERS = List.of(
            Policies.ALICE,
            Policies.APP_ROLE,
            Policies.APP_SESSION,
            CallerIdentity.of("arn:aws:sts::111122223333:assumed-role/plain/s1"),
            Policies.FEDERATED,
            Policies.ROOT,
            Policies.STRANGER,
            CallerIdentity.of("arn:aws:sts::444455556666:assumed-role/app/batch"),
            CallerIdentity.of("arn:aws:iam::444455556666:root"),
            CallerIdentity.service("rds.amazonaws.com"),
            CallerIdentity.anonymous());
    private static final List<String> PRINCIPALS = List.of(
            "*",
            A,
            B,
            "arn:aws:iam::" + A + ":root",
            "arn:aws:iam::" + A + ":user/team/alice",
            "arn:aws:iam::" + A + ":role/team/app",
            "arn:aws:sts::" + A + ":assumed-role/app/batch",
            "arn:aws:iam::" + A + ":role/plain",
            "arn:aws:sts::" + A + ":federated-user/carol",
            "arn:aws:iam::" + A + ":user/broker",
            "arn:aws:iam::" + B + ":user/mallory",
            "rds.amazonaws.com");
    private static final List<String> ACTIONS = List.of(
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:ListSecrets",
            "kms:Decrypt");
    private static final List<String> ACTION_PATTERNS = List.of(
            "*",
            "secretsmanager:*",
            "SecretsManager:GetSecretValue",
            "secretsmanager:get*",
            "secretsmanager:*Secret*",
            "secretsmanager:?etSecretValue",
            "kms:*",
            "kms:decrypt",
            "secretsmanager:*s",
            "secretsmanager:PutSecretValue");
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:" + A + ":secret:";
    private static final List<String> RESOURCES = List.of(
            ARN + "prod/db-AbCdEf",
            ARN + "prod/api-XyZ123",
            ARN + "test/db-AbCdEf",
            ARN + "a:b",
            ARN + "x*y",
            "*",
            "arn:aws:kms:eu-central-1:" + B + ":key/1");
    private static final List<String> RESOURCE_PATTERNS = List.of(
            "*",
            "**",
            ARN + "prod/*",
            ARN + "prod/db-??????",
            ARN + "*db*",
            ARN + "prod/db-AbCdEf",
            "arn:*:secretsmanager:*:*:*",
            "arn:aws:secretsmanager:eu-*:" + A + ":secret:*",
            "arn:aws:secretsmanager:*:4*:*",
            "arn:aws:kms:*:*:key/*",
            ARN + "${aws:PrincipalTag/team}/*",
            ARN + "${AWS:principaltag/TEAM, 'prod'}/*",
            ARN + "${aws:PrincipalTag/team, 'te*'}*",
            ARN + "x${*}y",
            ARN + "?:?",
            ARN + "${aws:TagKeys}*",
            ARN + "${x:Multi, 'test'}/*",
            ARN + "*/*-*");

    private static final Map<String, List<String>> VALUES = Map.of(
            "String",
                    List.of(
                            "prod",
                            "test",
                            "Prod",
                            "p*",
                            "te?t",
                            "*",
                            "",
                            "${aws:PrincipalTag/team}",
                            "${x:None, 'prod'}",
                            "${x:None}",
                            "p${*}",
                            "x${aws:PrincipalTag/team}y",
                            "a$b"),
            "Arn",
                    List.of(
                            "arn:aws:s3:::prod",
                            "arn:aws:s3:::p*",
                            "arn:*:s3:*:*:*",
                            "arn:aws:s3:eu:1:a:b",
                            "arn:aws:s3:::${aws:PrincipalTag/team}",
                            "arn:aws:s3:${x:None, 'eu'}:?:*b"),
            "Numeric", List.of("10", "10.0", "-3.5", "0", "9007199254740993", "007"),
            "Date",
                    List.of(
                            "2020",
                            "2020-01-01",
                            "2020-01-01T00:00:00Z",
                            "2020-01-01T01:00:00+01:00",
                            "1577836800",
                            "2021-06-30T12:30:00.5Z"),
            "Bool", List.of("true", "false", "TRUE"),
            "Binary", List.of("QUJD", "QQ==", "QUJDRA=="),
            "Ip",
                    List.of(
                            "10.0.0.0/8",
                            "203.0.113.7",
                            "0.0.0.0/0",
                            "2001:db8::/32",
                            "::/0",
                            "10.1.2.3/31",
                            "2001:db8::1"),
            "Null", List.of("true", "false"));
    private static final List<String> REQUEST_VALUES = List.of(
            "prod",
            "test",
            "PROD",
            "p*",
            "*",
            "",
            "a$b",
            "arn:aws:s3:::prod",
            "arn:aws:s3:eu:1:a:b",
            "arn:aws:s3",
            "10",
            "10.00",
            "-3.5",
            "9007199254740992",
            "1e1",
            "2020-01-01T00:00:00Z",
            "1577836800",
            "2019-12-31",
            "true",
            "false",
            "FALSE",
            "QUJD",
            "10.1.2.3",
            "::ffff:10.1.2.3",
            "2001:db8:0:0::1",
            "203.0.113.7",
            "nonsense",
            "${x:None}");
    private static final List<String> KEYS =
            List.of("aws:PrincipalTag/team", "aws:ResourceTag/Team", "x:Multi", "x:One", "x:Two", "aws:SourceArn");
    private static final List<String> OPERATORS =
            Stream.of(Operator.values()).map(Operator::text).toList();

    @Test
    void decisions_agreeWithTheNaiveEvaluator() {
        agree(20_261_125L, PAIRS);
    }

    @Test
    void decisions_underTheTurkishLocale_agreeWithTheNaiveEvaluator() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            agree(20_261_126L, PAIRS / 10);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void agree(long seed, int pairs) {
        Random random = new Random(seed);
        Map<Outcome, Integer> seen = new HashMap<>();
        for (int i = 0; i < pairs; i++) {
            List<PlainPolicy> policies = policies(random);
            CallerIdentity caller = pick(random, CALLERS);
            String action = pick(random, ACTIONS);
            String resource = pick(random, RESOURCES);
            Map<String, List<String>> context = context(random);
            Outcome expected = new NaiveEvaluator(caller, action, resource, A, context).evaluate(policies);
            Decision decision =
                    decide(new PolicyRequest(caller, action, resource, A, RequestContext.of(context)), policies);
            if (decision.outcome() != expected || decision.failure().isPresent()) {
                throw new AssertionError("seed " + seed + ", pair " + i + ": expected " + expected + ", got " + decision
                        + decision.failure() + "\n" + caller + " " + action + " " + resource + "\n" + context + "\n"
                        + policies.stream()
                                .map(policy -> policy.type() + " " + policy.text())
                                .toList());
            }
            if (i % 10 == 0) {
                explanationAgrees(decision);
            }
            seen.merge(expected, 1, Integer::sum);
        }
        assertThat(seen.values())
                .as("each outcome is common: %s", seen)
                .hasSize(3)
                .allMatch(count -> count > pairs / 20);
    }

    private static void explanationAgrees(Decision decision) {
        Explanation explanation = decision.explain();
        assertThat(explanation.failure()).isEmpty();
        assertThat(explanation.outcome()).isEqualTo(decision.outcome());
        decision.statement()
                .ifPresent(statement ->
                        assertThat(explanation.decidingStatements()).contains(statement));
        assertThat(explanation.results().containsValue(Explanation.Result.DENIED))
                .isEqualTo(decision.outcome() == Outcome.EXPLICITLY_DENIED);
        assertThat(explanation.toString()).isNotEmpty();
    }

    private static Decision decide(PolicyRequest request, List<PlainPolicy> policies) {
        List<PolicyDocument> identity = new ArrayList<>();
        PrincipalPolicies own = PrincipalPolicies.NONE;
        PolicyDocument resource = null;
        for (PlainPolicy policy : policies) {
            PolicyDocument parsed = PolicyDocument.parse(policy.text(), policy.type());
            switch (policy.type()) {
                case IDENTITY -> identity.add(parsed);
                case BOUNDARY -> own = own.boundary(parsed);
                case SESSION -> own = own.session(parsed);
                case RESOURCE -> resource = parsed;
            }
        }
        PrincipalPolicies all = new PrincipalPolicies(identity);
        all = own.boundary().map(all::boundary).orElse(all);
        all = own.session().isEmpty() ? all : all.session(own.session().toArray(PolicyDocument[]::new));
        return resource == null ? PolicyEvaluator.decide(request, all) : PolicyEvaluator.decide(request, all, resource);
    }

    private static List<PlainPolicy> policies(Random random) {
        List<PlainPolicy> policies = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            policies.add(policy(random, PolicyType.IDENTITY));
        }
        if (random.nextInt(4) == 0) {
            policies.add(policy(random, PolicyType.BOUNDARY));
        }
        if (random.nextInt(4) == 0) {
            policies.add(policy(random, PolicyType.SESSION));
        }
        if (random.nextInt(3) > 0) {
            policies.add(policy(random, PolicyType.RESOURCE));
        }
        return policies;
    }

    private static PlainPolicy policy(Random random, PolicyType type) {
        List<PlainStatement> statements = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            statements.add(statement(random));
        }
        return new PlainPolicy(
                type, pick(random, List.of("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", "")), statements);
    }

    private static PlainStatement statement(Random random) {
        boolean deny = random.nextInt(4) == 0;
        Map<String, PlainCondition> conditions = new HashMap<>();
        for (int i = random.nextInt(3) * random.nextInt(2); i > 0; i--) {
            PlainCondition condition = condition(random);
            conditions.put(condition.quantifier() + condition.operator() + condition.ifExists(), condition);
        }
        return new PlainStatement(
                deny,
                random.nextInt(6) == 0,
                some(random, PRINCIPALS, 4),
                random.nextInt(8) == 0,
                some(random, ACTION_PATTERNS, deny ? 1 : 3),
                random.nextInt(8) == 0,
                some(random, RESOURCE_PATTERNS, deny ? 1 : 4),
                List.copyOf(conditions.values()));
    }

    private static PlainCondition condition(Random random) {
        String operator = pick(random, OPERATORS);
        String kind = VALUES.keySet().stream()
                .filter(name -> operator.replace("Not", "").startsWith(name))
                .findFirst()
                .orElseThrow();
        boolean isNull = operator.equals("Null");
        String quantifier = isNull ? "" : pick(random, List.of("", "", "ForAllValues:", "ForAnyValue:"));
        return new PlainCondition(
                quantifier,
                operator,
                !isNull && random.nextInt(4) == 0,
                anyCase(random, pick(random, KEYS)),
                some(random, VALUES.get(kind), 3));
    }

    private static String anyCase(Random random, String key) {
        return random.nextInt(5) == 0 ? key.toUpperCase(Locale.ROOT) : key;
    }

    private static Map<String, List<String>> context(Random random) {
        Map<String, List<String>> context = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                boolean multi = key.equals("x:Multi") || random.nextInt(12) == 0;
                context.put(key, multi ? some(random, REQUEST_VALUES, 4) : List.of(pick(random, REQUEST_VALUES)));
            }
        }
        if (random.nextInt(2) == 0) {
            context.put("aws:PrincipalTag/team", List.of(pick(random, List.of("prod", "test", "te*", "*", "prod/db"))));
        }
        return context;
    }

    private static List<String> some(Random random, List<String> from, int max) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(max); i >= 0; i--) {
            String next = pick(random, from);
            if (!some.contains(next)) {
                some.add(next);
            }
        }
        return some;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
