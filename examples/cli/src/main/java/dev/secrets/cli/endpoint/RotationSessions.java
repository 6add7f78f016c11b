package dev.secrets.cli.endpoint;

import dev.secrets.AccessKeys;
import dev.secrets.SigningKey;
import dev.secrets.SigningScope;
import dev.secrets.cli.rotators.FunctionCredentials;
import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials of rotation functions: each is a session of its own role, whose policy allows what a rotation needs on
 * one secret. They are kept in memory alone and end with the step. A session that has ended is remembered for a while, so that
 * what still calls with it is told so. Thread-safe.
 */
final class RotationSessions implements FunctionCredentials, SigningKeys {
    private static final int MAX_ENDED = 1000;
    private static final int SECRET_BYTES = 30;
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"], "Resource": "%s"},
              {"Effect": "Allow", "Action": "secretsmanager:GetRandomPassword", "Resource": "*"}]}
            """;

    private record Session(CallerIdentity caller, PrincipalPolicies policies, byte[] secret, String token) {
        @Override
        public String toString() {
            return "Session[" + caller.arn() + ", redacted]";
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, String> ended = new ConcurrentHashMap<>();
    private final Map<String, PrincipalPolicies> policies = new ConcurrentHashMap<>();
    private volatile @Nullable AccessKeys accessKeys;
    private volatile URI endpoint = URI.create("http://127.0.0.1/");

    /** Sets where other keys are, and where functions find the endpoint; before the first request. */
    void use(AccessKeys keys, URI uri) {
        accessKeys = keys;
        endpoint = uri;
    }

    /** Returns policies that also know those of the sessions. */
    IdentityPolicies with(IdentityPolicies others) {
        return caller -> {
            PrincipalPolicies own = policies.get(caller.arn());
            return own == null ? others.policiesOf(caller) : own;
        };
    }

    @Override
    public Loan lend(String secretArn) {
        String id = "ASIA" + randomId();
        String[] arn = secretArn.split(":");
        CallerIdentity caller =
                CallerIdentity.of("arn:aws:sts::" + arn[4] + ":assumed-role/secrets-rotation-function/" + id);
        PolicyDocument policy = PolicyDocument.parse(POLICY.formatted(secretArn), PolicyType.IDENTITY);
        Session session = new Session(
                caller, new PrincipalPolicies(policy), randomText().getBytes(StandardCharsets.US_ASCII), randomText());
        policies.put(caller.arn(), session.policies());
        sessions.put(id, session);
        return new SessionLoan(id, session, arn[3]);
    }

    private String randomId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private String randomText() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public Optional<SigningKey> find(String accessKeyId, SigningScope scope, Optional<String> sessionToken) {
        Session session = sessions.get(accessKeyId);
        if (session == null) {
            if (ended.containsKey(accessKeyId)) {
                throw Refusal.expiredToken();
            }
            AccessKeys keys = accessKeys;
            return keys == null || sessionToken.isPresent() ? Optional.empty() : keys.signingKey(accessKeyId, scope);
        }
        return sessionToken
                .filter(token -> MessageDigest.isEqual(bytes(token), bytes(session.token())))
                .map(token -> SigningKey.derive(session.caller(), session.secret(), scope));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class SessionLoan implements Loan {
        private final String id;
        private final Session session;
        private final String region;

        SessionLoan(String id, Session session, String region) {
            this.id = id;
            this.session = session;
            this.region = region;
        }

        @Override
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("SECRETS_MANAGER_ENDPOINT", endpoint.toString());
            environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint.toString());
            environment.put("AWS_ACCESS_KEY_ID", id);
            environment.put("AWS_SECRET_ACCESS_KEY", new String(session.secret(), StandardCharsets.US_ASCII));
            environment.put("AWS_SESSION_TOKEN", session.token());
            environment.put("AWS_REGION", region);
            environment.put("AWS_DEFAULT_REGION", region);
            return environment;
        }

        @Override
        public void close() {
            if (ended.size() >= MAX_ENDED) {
                ended.clear();
            }
            ended.put(id, id);
            sessions.remove(id);
            policies.remove(session.caller().arn());
        }
    }
}
