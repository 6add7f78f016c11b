package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.identity;
import static dev.secrets.policy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatementIndexTest {
    private static String secret(String name) {
        return "arn:aws:secretsmanager:eu:111122223333:secret:" + name;
    }

    /** Statements for one secret each that ask for a key, so that asking shows which were looked at. */
    private static PrincipalPolicies policies(int statements) {
        List<PolicyDocument> documents = new ArrayList<>();
        for (int i = 0; i < statements; i += 10) {
            documents.add(identity(IntStream.range(i, i + 10)
                    .mapToObj(n ->
                            "{'Effect':'Allow','Action':['secretsmanager:Get*','secretsmanager:DescribeSecret'],'Resource':'arn:aws:secretsmanager:*:*:secret:app-"
                                    + n + "/*','Condition':{'StringEquals':{'x:k':'v'}}}")
                    .toArray(String[]::new)));
        }
        return new PrincipalPolicies(documents);
    }

    @Test
    void decision_amongTenThousandStatements_looksAtOne() {
        PrincipalPolicies policies = policies(10_000);
        for (int i = 0; i < 10_000; i += 271) {
            AtomicInteger asked = new AtomicInteger();
            RequestContext counting = key -> {
                asked.incrementAndGet();
                return List.of("v");
            };
            PolicyRequest request = new PolicyRequest(
                    ALICE, Policies.READ, secret("app-" + i + "/db-AbCdEf"), Policies.ACCOUNT, counting);
            assertThat(PolicyEvaluator.decide(request, policies).isAllowed()).isTrue();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void index_findsWhatALinearScanFinds() {
        long seed = 42;
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            List<Statement> statements = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String effect = random.nextInt(3) == 0 ? "Deny" : "Allow";
                statements.addAll(identity("{'Effect':'" + effect + "','Action':[" + words(random, "'s3:%s'")
                                + "],'Resource':[" + words(random, "'arn:aws:s3:::%s'") + "]}")
                        .statements());
            }
            StatementIndex index = new StatementIndex(statements);
            for (int i = 0; i < 20; i++) {
                PolicyRequest request = request(
                        ALICE,
                        "s3:" + word(random, "ab"),
                        random.nextInt(20) == 0 ? "*" : "arn:aws:s3:::" + word(random, "ab/"),
                        Map.of());
                String what = "seed " + seed + ": " + request;
                boolean denied = scan(statements, request, true);
                Candidate found = index.find(request, false, -1);
                assertThat(found != null).as(what).isEqualTo(denied || scan(statements, request, false));
                assertThat(found != null && found.isDeny()).as(what).isEqualTo(denied);
            }
        }
    }

    private static boolean scan(List<Statement> statements, PolicyRequest request, boolean deny) {
        return statements.stream()
                .anyMatch(statement -> statement.isDeny() == deny && statement.applies(request, false, -1));
    }

    private static String words(Random random, String format) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.add(String.format(format, word(random, "aab*?")));
        }
        return String.join(",", words);
    }

    private static String word(Random random, String alphabet) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    @Test
    void statement_withVeryManyPatterns_isStillFound() {
        String actions = String.join(
                ",", IntStream.range(0, 60).mapToObj(i -> "'s3:Get" + i + "'").toList());
        String resources = String.join(
                ",",
                IntStream.range(0, 60)
                        .mapToObj(i -> "'arn:aws:s3:::b" + i + "/*'")
                        .toList());
        PrincipalPolicies policies = new PrincipalPolicies(
                identity("{'Effect':'Allow','Action':[" + actions + "],'Resource':[" + resources + "]}"));
        assertThat(PolicyEvaluator.decide(request(ALICE, "s3:Get59", "arn:aws:s3:::b17/x", Map.of()), policies)
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(request(ALICE, "s3:Get60", "arn:aws:s3:::b17/x", Map.of()), policies)
                        .isAllowed())
                .isFalse();
        assertThat(PolicyEvaluator.decide(request(ALICE, "s3:Get59", "arn:aws:s3:::c", Map.of()), policies)
                        .isAllowed())
                .isFalse();
    }

    @Test
    void prefixTree_walksTheValuesOfAllPrefixes() {
        SortedMap<String, String> values = new TreeMap<>();
        for (String text : List.of("abcd", "abxy", "ab", "", "abcde", "b")) {
            values.put(text, text + "!");
        }
        PrefixTree<String> tree = new PrefixTree<>(values);
        assertThat(walk(tree, "--abcdefg", 2)).containsExactly("!", "ab!", "abcd!", "abcde!");
        assertThat(walk(tree, "abx", 0)).containsExactly("!", "ab!");
        assertThat(walk(tree, "c", 0)).containsExactly("!");
        assertThat(walk(tree, "", 0)).containsExactly("!");
    }

    @Test
    void prefixTree_ofNothing_hasNoValues() {
        assertThat(walk(new PrefixTree<>(new TreeMap<>()), "abc", 0)).isEmpty();
    }

    @Test
    void prefixTree_ofRandomTexts_findsEveryPrefix() {
        long seed = 7;
        Random random = new Random(seed);
        SortedMap<String, String> values = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            String text = word(random, "ab\uffff");
            values.put(text, text);
        }
        PrefixTree<String> tree = new PrefixTree<>(values);
        for (int i = 0; i < 500; i++) {
            String text = word(random, "ab\uffff") + word(random, "ab");
            assertThat(walk(tree, text, 0))
                    .as("seed " + seed + ": " + text)
                    .containsExactlyElementsOf(
                            values.keySet().stream().filter(text::startsWith).toList());
        }
    }

    private static List<String> walk(PrefixTree<String> tree, String text, int offset) {
        List<String> met = new ArrayList<>();
        int at = offset;
        for (int node = PrefixTree.ROOT; node != PrefixTree.NONE; node = tree.child(node, text, at)) {
            at += tree.labelLength(node);
            if (tree.value(node) != null) {
                met.add(tree.value(node));
            }
        }
        return met;
    }

    @Test
    void decision_ofAnAllowedRequest_isFoundWhateverTheOrderOfPolicies() {
        PolicyDocument one = identity(allow("'Sid':'One'"));
        PolicyDocument other = identity("{'Effect':'Allow','Action':'x:Y','Resource':'*'}");
        assertThat(PolicyEvaluator.decide(Policies.read(ALICE), new PrincipalPolicies(one, other))
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(Policies.read(ALICE), new PrincipalPolicies(other, one))
                        .isAllowed())
                .isTrue();
    }
}
