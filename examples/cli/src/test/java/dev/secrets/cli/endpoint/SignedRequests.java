package dev.secrets.cli.endpoint;

import dev.secrets.AccessKeys;
import dev.secrets.NewAccessKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as a client does, written apart from what verifies them. Each part can be set to something else before or after
 * signing. One thread at a time.
 */
final class SignedRequests {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String id;
    private final String secret;
    private final Map<String, String> headers = new TreeMap<>();
    private Instant time = Instant.now();
    private String region = "us-east-1";
    private String service = "secretsmanager";
    private String query = "";
    private byte[] body = new byte[0];

    SignedRequests(NewAccessKey key) {
        this(key.key().id(), new String(key.secret().reveal(), StandardCharsets.US_ASCII));
    }

    SignedRequests(String id, String secret) {
        this.id = id;
        this.secret = secret;
        headers.put("host", "127.0.0.1");
        headers.put("content-type", "application/x-amz-json-1.1");
    }

    static SignedRequests withNewKey(AccessKeys keys, String principal) {
        return new SignedRequests(keys.create(dev.secrets.model.CallerIdentity.of(principal)));
    }

    SignedRequests operation(String operation, String json) {
        headers.put("x-amz-target", "secretsmanager." + operation);
        body = json.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    SignedRequests at(Instant signed) {
        time = signed;
        return this;
    }

    SignedRequests region(String name) {
        region = name;
        return this;
    }

    SignedRequests service(String name) {
        service = name;
        return this;
    }

    SignedRequests header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sets the query, in its canonical form. */
    SignedRequests query(String canonical) {
        query = canonical;
        return this;
    }

    byte[] body() {
        return body;
    }

    /** Returns all headers, the signature among them. */
    Map<String, String> signed() {
        return signed(headers.keySet().stream().sorted().toList());
    }

    /** Returns all headers with a signature that covers some of them and the date. */
    Map<String, String> signed(List<String> names) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("x-amz-date", DATE.format(time));
        List<String> covered = java.util.stream.Stream.concat(names.stream(), java.util.stream.Stream.of("x-amz-date"))
                .sorted()
                .toList();
        String scope = DATE.format(time).substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        all.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + String.join(";", covered)
                        + ", Signature=" + signature(all, covered, scope));
        return all;
    }

    private String signature(Map<String, String> all, List<String> covered, String scope) {
        String canonical = "POST\n/\n" + query + "\n"
                + covered.stream()
                        .map(name -> name + ":" + all.get(name) + "\n")
                        .collect(Collectors.joining())
                + "\n" + String.join(";", covered) + "\n" + hex(sha256(body));
        String text = "AWS4-HMAC-SHA256\n" + DATE.format(time) + "\n" + scope + "\n"
                + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return hex(hmac(key, text));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
