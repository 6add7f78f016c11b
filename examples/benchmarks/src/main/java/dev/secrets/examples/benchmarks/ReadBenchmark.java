package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.InMemoryIdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.wire.JsonProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading one value of 512 bytes: authorised by one of 100 statements and the secret's own policy, opened, audited. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
    private static final String NAME = "prod/payments/db";
    private static final String ROLE = "arn:aws:iam::000000000000:role/app";

    /** As much as the engine binds a value to: the ring's id, the secret's uid, the version's id. */
    private static final int ASSOCIATED_BYTES = 120;

    private final Map<String, byte[]> sealed = new ConcurrentHashMap<>();
    private final byte[] associated = new byte[ASSOCIATED_BYTES];
    private Aead aead;
    private SecretsManager app;
    private JsonProtocol protocol;
    private byte[] body;

    @Setup(Level.Trial)
    public void makeStore() throws GeneralSecurityException, IOException {
        aead = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
        sealed.put(NAME, aead.encrypt(new byte[512], associated));

        InMemorySecretStore store = new InMemorySecretStore();
        TinkKeyManager keys = new TinkKeyManager(store, new AeadRootKey("benchmark", aead));
        PrincipalPolicies policies = new PrincipalPolicies(policies());
        EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                store, keys, new InMemoryIdentityPolicies().with(ROLE, policies), AuditListener.none());
        secrets.createSecret(
                new CreateSecretRequest(NAME).secretString("x".repeat(512)).tags(Map.of("team", "payments")));
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
                 "Action": "secretsmanager:DeleteSecret", "Resource": "*"}}"""));
        app = secrets.as(CallerIdentity.of(ROLE).tag("team", "payments"));
        protocol = new JsonProtocol();
        body = ("{\"SecretId\":\"" + NAME + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** Documents of ten statements each, one of which allows what is asked for. */
    private static List<PolicyDocument> policies() {
        return IntStream.range(0, 10)
                .mapToObj(document -> IntStream.range(0, 10)
                        .mapToObj(i -> document == 5 && i == 5 ? "prod/payments" : "team" + document + i)
                        .map(ReadBenchmark::statement)
                        .collect(Collectors.joining(",", "{\"Version\": \"2012-10-17\", \"Statement\": [", "]}")))
                .map(text -> PolicyDocument.parse(text, PolicyType.IDENTITY))
                .toList();
    }

    private static String statement(String prefix) {
        return """
                {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                 "Resource": "arn:aws:secretsmanager:*:*:secret:%s/*",
                 "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}}""".formatted(prefix);
    }

    /** The floor: a look-up and the raw opening of the same bytes. */
    @Benchmark
    public byte[] floor() throws GeneralSecurityException {
        return aead.decrypt(sealed.get(NAME), associated);
    }

    @Benchmark
    public SecretValue get() {
        return app.getSecretValue(NAME).secretValue();
    }

    @Benchmark
    public byte[] wire() {
        return protocol.handle(app, "GetSecretValue", body).body();
    }
}
