package dev.secrets.examples.benchmarks;

import dev.secrets.policy.Decision;
import dev.secrets.policy.PolicyEvaluator;
import dev.secrets.policy.PrincipalPolicies;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision, the making of its request included: the same one again and again, and a thousand in turn. */
@State(Scope.Benchmark)
@Warmup(iterations = 2, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyBenchmark {
    @Param({"10", "100", "1000", "10000"})
    public int statements;

    @Param({"1", "1000"})
    public int requests;

    @Param
    public PolicyQuestion question;

    private final Map<String, String> patterns = new HashMap<>();
    private PrincipalPolicies policies;
    private String[] resources;
    private int next;

    @Setup
    public void makePolicies() {
        policies = PolicyWorkload.policies(statements);
        resources = PolicyWorkload.resources(question, statements, requests).toArray(String[]::new);
        for (String resource : resources) {
            patterns.put(resource, PolicyWorkload.arn("*", "*", "team*"));
        }
        if (decide().isAllowed() != question.isAllowed()) {
            throw new IllegalStateException("Decided otherwise: " + decide());
        }
    }

    private String nextResource() {
        next = next + 1 == resources.length ? 0 : next + 1;
        return resources[next];
    }

    @Benchmark
    public Decision decide() {
        return PolicyEvaluator.decide(PolicyWorkload.request(nextResource()), policies);
    }

    /** The floor: a look-up, and one pattern with stars over the whole ARN. */
    @Benchmark
    public boolean floor() {
        String resource = nextResource();
        return glob(patterns.get(resource), resource);
    }

    /** The usual matcher: goes back to the last star. */
    static boolean glob(String pattern, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resumed = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resumed = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resumed;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
