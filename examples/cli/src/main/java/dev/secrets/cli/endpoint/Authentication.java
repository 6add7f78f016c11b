package dev.secrets.cli.endpoint;

import dev.secrets.SigningKey;
import dev.secrets.model.CallerIdentity;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out who signed a request, and for which region. A signature counts for the method, the query, the body and the headers that it
 * names, which must be the host, the date and everything that begins with {@code x-amz-}, since that decides what is done.
 */
final class Authentication {
    private static final String SERVICE = "secretsmanager";
    private static final String DATE = "x-amz-date";
    private static final String BODY_HASH = "x-amz-content-sha256";
    private static final String HOST = "host";
    private static final int DAY_LENGTH = 8;

    private final SigningKeys keys;
    private final InstantSource clock;

    /** Who signed, and for which region. */
    record Authenticated(CallerIdentity caller, String region) {}

    Authentication(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws Refusal if the request is not signed, or not rightly */
    Authenticated authenticate(ReceivedRequest request) {
        Authorization authorization =
                Authorization.parse(single(request, "authorization").orElseThrow(Refusal::missingAuthentication));
        String date = single(request, DATE)
                .orElseThrow(() -> Refusal.incompleteSignature(
                        "Authorization header requires existence of an 'X-Amz-Date'" + " header."));
        requireSigned(request, authorization.signedHeaders());
        requireBodyHash(request);
        SigningKey key = keys.find(
                        authorization.accessKeyId(), authorization.scope(), single(request, "x-amz-security-token"))
                .orElseThrow(Refusal::unknownKey);
        RequestTime.requireCurrent(date, clock.instant());
        requireScope(authorization, date);
        byte[] expected = key.sign(SignatureVersion4.stringToSign(
                request.method(),
                request.target().canonicalQuery(),
                request.headers(),
                request.body(),
                authorization,
                date));
        if (!MessageDigest.isEqual(expected, authorization.signature())) {
            throw Refusal.wrongSignature();
        }
        return new Authenticated(key.caller(), authorization.scope().region());
    }

    /** Who sends a header twice that decides something wants two readers to see different ones. */
    private static Optional<String> single(ReceivedRequest request, String name) {
        if (request.headers().getOrDefault(name, List.of()).size() > 1) {
            throw Refusal.incompleteSignature("There is more than one header '" + name + "'.");
        }
        return request.header(name);
    }

    private static void requireSigned(ReceivedRequest request, List<String> signed) {
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey();
            boolean decides = name.equals(HOST) || name.startsWith("x-amz-");
            if (decides && !signed.contains(name)) {
                throw Refusal.invalidSignature("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        if (!signed.contains(HOST)) {
            throw Refusal.invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (int i = 1; i < signed.size(); i++) {
            if (signed.get(i - 1).compareTo(signed.get(i)) >= 0) {
                throw Refusal.incompleteSignature("SignedHeaders must be in order, each once.");
            }
        }
    }

    private static void requireBodyHash(ReceivedRequest request) {
        single(request, BODY_HASH).ifPresent(hash -> {
            if (!hash.equalsIgnoreCase(SignatureVersion4.hexDigest(request.body()))) {
                throw Refusal.wrongSignature();
            }
        });
    }

    private static void requireScope(Authorization authorization, String date) {
        if (!authorization.scope().service().equals(SERVICE)) {
            throw Refusal.invalidSignature("Credential should be scoped to correct service: '" + SERVICE + "'.");
        }
        if (!date.substring(0, DAY_LENGTH).equals(authorization.scope().date())) {
            throw Refusal.invalidSignature("Date in Credential scope does not match the date of the request.");
        }
    }
}
