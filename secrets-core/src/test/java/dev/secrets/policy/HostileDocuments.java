package dev.secrets.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Documents that mean harm, and a program that takes them all in turn; the program is run with little memory. */
final class HostileDocuments {
    private static final long MAX_NANOS = 50_000_000L;

    /** On a busy machine a try waits for its turn; what takes too long does so each time. */
    private static final int TRIES = 100;

    private HostileDocuments() {}

    /** Fails if a document takes more than 50 ms, or does anything but parse and decide or be refused. */
    public static void main(String[] args) {
        documents().forEach((name, document) -> {
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && (i < 2 || fastest > MAX_NANOS); i++) {
                long start = System.nanoTime();
                parseAndEvaluate(document);
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            System.out.println(name + ": " + fastest / 1_000 + " us");
            if (fastest > MAX_NANOS) {
                throw new IllegalStateException(name + " takes too long");
            }
        });
    }

    /** Parses the text as a resource policy and, if it is one, asks everything of it. */
    static void parseAndEvaluate(String document) {
        try {
            PolicyDocument policy = PolicyDocument.parse(document, PolicyType.RESOURCE);
            PolicyRequest request = Policies.request(
                    Policies.ALICE,
                    "s3:a699",
                    "arn:aws:s3:::" + "a".repeat(2_000),
                    Map.of("k", List.of("a".repeat(2_000)), "a", List.of("a".repeat(20))));
            Decision decision = PolicyEvaluator.decide(request, PrincipalPolicies.NONE, policy);
            require(decision.failure().isEmpty(), "a decision without an error");
            require(decision.explain().failure().isEmpty(), "an explanation without an error");
            require(PolicyFindings.of(policy).size() <= 100, "at most 100 findings");
            PublicAccess.isPublic(policy);
        } catch (PolicySyntaxException refused) {
            require(!refused.problems().isEmpty() && refused.problems().size() <= 100, "1 to 100 problems");
            require(String.valueOf(refused.getMessage()).length() < 8_000, "a short message");
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("Expected " + what);
        }
    }

    static Map<String, String> documents() {
        String open = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",";
        String actionOnly = open + "\"Resource\":\"*\",\"Action\":";
        String resourceOnly = open + "\"Action\":\"*\",\"Resource\":";
        String condition = open + "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":";
        String aStars = "*a".repeat(1_000) + "*b";
        return Stream.of(
                        Map.entry("deep objects", "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000)),
                        Map.entry("deep arrays", "[".repeat(20_000)),
                        Map.entry("stars as a resource", resourceOnly + quoted("*".repeat(20_000)) + "}}"),
                        Map.entry("stars in an ARN", resourceOnly + quoted("arn:aws:s3:::" + "*".repeat(2_000)) + "}}"),
                        Map.entry("stars as an action", actionOnly + quoted("s3:" + "*".repeat(20_000)) + "}}"),
                        Map.entry("alternating stars", resourceOnly + quoted("arn:aws:s3:::" + aStars) + "}}"),
                        Map.entry(
                                "alternating stars in a condition",
                                condition + "{\"StringLike\":{\"k\":" + quoted("*a?".repeat(1_300) + "b") + "}}}}"),
                        Map.entry("huge integer", "{\"Version\":" + "9".repeat(20_000) + "}"),
                        Map.entry("huge exponent", condition + "{\"NumericEquals\":{\"k\":1e999999999}}}}"),
                        Map.entry(
                                "long decimal",
                                condition + "{\"NumericEquals\":{\"k\":" + quoted("9".repeat(4_000)) + "}}}}"),
                        Map.entry("lone surrogate", open.replace("2012", "\ud800") + "}}"),
                        Map.entry("escaped lone surrogate", condition + "{\"StringEquals\":{\"k\":\"\\udc00\"}}}}"),
                        Map.entry("duplicate keys", "{" + "\"a\":1,".repeat(3_000) + "\"a\":1}"),
                        Map.entry("many keys", "{" + numbered(1_500, "\"k%d\":1") + "}"),
                        Map.entry("many statements", "{\"Statement\":[" + "{},".repeat(6_000) + "{}]}"),
                        Map.entry(
                                "many values",
                                condition + "{\"StringEquals\":{\"k\":[" + "\"\",".repeat(6_000) + "\"\"]}}}}"),
                        Map.entry(
                                "many patterns",
                                open + "\"Action\":[" + numbered(700, "\"s3:a%d\"") + "],\"Resource\":["
                                        + numbered(500, "\"arn:aws:s3:::%d\"") + "]}}"),
                        Map.entry("nested prefixes", resourceOnly + "[" + nested(180) + "]}}"),
                        Map.entry(
                                "many variables",
                                condition + "{\"StringLike\":{\"k\":" + quoted("${a}*".repeat(800)) + "}}}}"),
                        Map.entry(
                                "unclosed variables",
                                resourceOnly + quoted("arn:aws:s3:::" + "${".repeat(1_000)) + "}}"),
                        Map.entry(
                                "unclosed defaults",
                                resourceOnly + quoted("arn:aws:s3:::" + "${a, '".repeat(300)) + "}}"),
                        Map.entry(
                                "blanks in a variable",
                                resourceOnly + quoted("arn:aws:s3:::${" + " ".repeat(2_000)) + "}}"),
                        Map.entry(
                                "ten kilobytes of escapes",
                                condition + "{\"StringEquals\":{\"k\":\"" + "\\u0041".repeat(3_000) + "\"}}}}"),
                        Map.entry("nul characters", "\0".repeat(20_000)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String numbered(int count, String format) {
        return IntStream.range(0, count).mapToObj(i -> String.format(format, i)).collect(Collectors.joining(","));
    }

    private static String nested(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> quoted("arn:aws:s3:::" + "a".repeat(i)))
                .collect(Collectors.joining(","));
    }
}
