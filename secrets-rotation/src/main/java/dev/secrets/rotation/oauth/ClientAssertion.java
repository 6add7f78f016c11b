package dev.secrets.rotation.oauth;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;

/** Signed statements by which a client proves that it has a key, without sending it (RFC 7523, section 2.2). */
final class ClientAssertion {
    private ClientAssertion() {}

    static ClientAuthentication bySecret(ClientID client, URI endpoint, Secret secret) {
        try {
            return new ClientSecretJWT(client, endpoint, JWSAlgorithm.HS256, secret);
        } catch (JOSEException tooShort) {
            throw RotationException.permanent(
                    "The client's secret is too short for client_secret_jwt: 32 bytes at least");
        }
    }

    /** What the library throws may quote the key. */
    static ClientAuthentication byPrivateKey(ClientID client, URI endpoint, SecretValue jwk) {
        try {
            JWK key = JWK.parse(jwk.revealString());
            if (key.isPrivate() && key instanceof AsymmetricJWK pair) {
                return new PrivateKeyJWT(client, endpoint, algorithm(key), pair.toPrivateKey(), key.getKeyID(), null);
            }
        } catch (ParseException | JOSEException | RuntimeException unusable) {
            throw unusable();
        }
        throw unusable();
    }

    private static RotationException unusable() {
        return RotationException.permanent(
                "The client's secret is no private RSA or EC key as a JWK, which private_key_jwt needs");
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return Optional.ofNullable(key.getAlgorithm())
                .map(Algorithm::getName)
                .map(JWSAlgorithm::parse)
                .orElseGet(() -> usualAlgorithm(key));
    }

    private static JWSAlgorithm usualAlgorithm(JWK key) {
        if (key instanceof ECKey pair) {
            Curve curve = pair.getCurve();
            return curve.equals(Curve.P_256)
                    ? JWSAlgorithm.ES256
                    : curve.equals(Curve.P_384) ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
        }
        return JWSAlgorithm.RS256;
    }
}
