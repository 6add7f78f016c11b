package dev.secrets.rotation.oauth;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.ValueRotator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Renews the tokens of an OAuth 2.0 client by its refresh token (RFC 6749, section 6), and follows a server that gives a new refresh
 * token each time. The next rotation begins when four fifths of the access token's life are over, whatever the schedule says. A
 * rotation that took longer than the new access token lives ends all the same, and the next one begins at once.
 *
 * <p>What this can't promise: a server that rotates refresh tokens forgets the old one when it answers, so that a crash before the
 * answer is stored, an instant later, loses the login. RFC 9700 (section 4.14.2) lets servers accept the old one for a short while;
 * where one does not, somebody has to log in again, which the failure {@code invalid_grant} says.
 */
public final class OAuthTokenRotator extends ValueRotator {
    private static final int PARTS_OF_LIFE = 5;

    private final OAuthServer server;
    private final TokenEndpoint endpoint;
    private final Probe probe;
    private final InstantSource clock;

    /** Tries an access token on whatever it is for. */
    @FunctionalInterface
    public interface Probe {
        /** Trusts what the server issued. */
        Probe NONE = tokens -> true;

        /** Returns whether the resource accepts the access token. */
        boolean accepts(OAuthTokens tokens) throws Exception;
    }

    /** Makes a rotator that trusts what the server issues, on the system's clock. */
    public OAuthTokenRotator(OAuthServer server) {
        this(server, Probe.NONE, InstantSource.system());
    }

    /**
     * Makes a rotator.
     *
     * @param server where tokens are renewed
     * @param probe tries the new access token before it becomes current, unless it has expired by then
     * @param clock what lifetimes are counted from
     */
    public OAuthTokenRotator(OAuthServer server, Probe probe, InstantSource clock) {
        this.server = server;
        this.probe = probe;
        this.clock = clock;
        this.endpoint = new TokenEndpoint(server);
    }

    @Override
    public String target(RotationContext context) {
        return server.tokenEndpoint().getAuthority();
    }

    @Override
    protected SecretValue nextValue(RotationContext context, Optional<SecretValue> current) {
        SecretValue value = current.orElseThrow(
                () -> RotationException.permanent("There are no tokens to renew; OAuthLogin makes the first"));
        try (OAuthTokens tokens = OAuthTokens.parse(value)) {
            RefreshToken refreshToken = new RefreshToken(tokens.refreshToken().revealString());
            context.requireLease();
            try (OAuthTokens next = endpoint.exchange(new RefreshTokenGrant(refreshToken), tokens, clock.instant())) {
                return next.toSecretValue();
            }
        }
    }

    /** Tokens whose access token has expired become current untried: their refresh token is the one that the server knows. */
    @Override
    protected void test(RotationContext context, SecretValue pending) throws Exception {
        try (OAuthTokens tokens = OAuthTokens.parse(pending)) {
            if (!hasExpired(tokens) && !probe.accepts(tokens)) {
                throw RotationException.retryable("The new access token is not accepted");
            }
        }
    }

    private boolean hasExpired(OAuthTokens tokens) {
        return tokens.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent();
    }

    @Override
    public Optional<Instant> renewBy(RotationContext context) {
        return context.pending().flatMap(this::renewBy);
    }

    private Optional<Instant> renewBy(SecretValue value) {
        try (value;
                OAuthTokens tokens = OAuthTokens.parse(value)) {
            Instant now = clock.instant();
            return tokens.expiresAt()
                    .map(end -> end.minus(Duration.between(now, end).dividedBy(PARTS_OF_LIFE)));
        }
    }
}
