package dev.secrets.examples.benchmarks;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import dev.secrets.policy.Decision;
import dev.secrets.policy.PolicyEvaluator;
import dev.secrets.policy.PrincipalPolicies;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same decision by what else a JVM has for it: jCasbin, and Cedar through its Java binding with the policies cached there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyPeersBenchmark {
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act
            [policy_definition]
            p = sub, obj, act, eft
            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
            [matchers]
            m = r.sub == p.sub && keyMatch(r.obj, p.obj) && r.act == p.act
            """;

    @Param({"10", "100", "1000"})
    public int statements;

    private String resource;
    private PrincipalPolicies policies;
    private Enforcer casbin;
    private AuthorizationEngine cedar;
    private PolicySet cedarPolicies;
    private EntityUID cedarRole;
    private EntityUID cedarRead;
    private EntityUID cedarSecret;
    private Set<Entity> cedarEntities;

    @Setup
    public void makePolicies() throws Exception {
        resource = PolicyWorkload.resources(PolicyQuestion.ALLOW, statements, 1).get(0);
        policies = PolicyWorkload.policies(statements);
        makeCasbin();
        makeCedar();
        boolean cedarAllows = cedar().success.orElseThrow().isAllowed();
        if (!decide().isAllowed() || !casbin() || !cedarAllows) {
            throw new IllegalStateException("Not everybody allows it");
        }
    }

    private void makeCasbin() {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        casbin = new Enforcer(model);
        casbin.enableLog(false);
        for (int i = 0; i < statements; i++) {
            casbin.addPolicy(PolicyWorkload.ROLE.arn(), prefix(i) + "*", PolicyWorkload.READ.text(), "allow");
        }
    }

    /** jCasbin's and Cedar's patterns have no fields to leave open, so they get the whole ARN. */
    private static String prefix(int team) {
        return PolicyWorkload.arn("eu-central-1", "000000000000", "team" + team + "/");
    }

    private void makeCedar() throws Exception {
        cedarRole = EntityUID.parse("Role::\"app\"").orElseThrow();
        cedarRead = EntityUID.parse("Action::\"GetSecretValue\"").orElseThrow();
        cedarSecret = EntityUID.parse("Secret::\"" + resource + "\"").orElseThrow();
        Entity secret = new Entity(cedarSecret, Map.of("arn", new PrimString(resource)), Set.of());
        cedarEntities = Set.of(secret);
        cedarPolicies = PolicySet.parsePolicies(IntStream.range(0, statements)
                .mapToObj(i -> """
                        permit(principal == Role::"app", action == Action::"GetSecretValue", resource)
                        when { resource.arn like "%s*" };""".formatted(prefix(i)))
                .collect(Collectors.joining("\n")));
        cedarPolicies.cache();
        cedar = new BasicAuthorizationEngine();
    }

    @Benchmark
    public Decision decide() {
        return PolicyEvaluator.decide(PolicyWorkload.request(resource), policies);
    }

    @Benchmark
    public boolean casbin() {
        return casbin.enforce(PolicyWorkload.ROLE.arn(), resource, PolicyWorkload.READ.text());
    }

    @Benchmark
    public AuthorizationResponse cedar() throws AuthException {
        return cedar.isAuthorized(
                new AuthorizationRequest(cedarRole, cedarRead, cedarSecret, Map.of()), cedarPolicies, cedarEntities);
    }
}
