package dev.secrets.examples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request as the AWS SDKs send it, signed for the minutes that a measurement takes. */
final class SignedRequest {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String HEADERS = "content-type;host;x-amz-date;x-amz-target";

    private SignedRequest() {}

    /** Whose signature; made for one measurement. */
    record AccessKey(String id, String secret) {
        @Override
        public String toString() {
            return "AccessKey[" + id + "]";
        }
    }

    /** Returns the bytes of the whole request. */
    static byte[] of(int port, AccessKey key, String operation, String body) throws GeneralSecurityException {
        String date = DATE.format(Instant.now());
        String host = "127.0.0.1:" + port;
        String canonical = "POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:" + host + "\nx-amz-date:" + date
                + "\nx-amz-target:secretsmanager." + operation + "\n\n" + HEADERS + "\n" + hash(body);
        String scope = date.substring(0, 8) + "/us-east-1/secretsmanager/aws4_request";
        byte[] signing = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        String signature = HexFormat.of()
                .formatHex(hmac(signing, "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(canonical)));
        String request = "POST / HTTP/1.1\r\nHost: " + host + "\r\nAccept-Encoding: identity\r\n"
                + "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: secretsmanager." + operation + "\r\n"
                + "User-Agent: Boto3/1.43 md/Botocore#1.43 ua/2.1 os/linux md/arch#x86_64 lang/python#3.11\r\n"
                + "X-Amz-Date: " + date + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + key.id() + "/" + scope
                + ", SignedHeaders=" + HEADERS + ", Signature=" + signature + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
