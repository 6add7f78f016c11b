package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of AWS's published Signature Version 4 test suite that are about the root path without a query. */
final class SignatureVersion4Test {
    private static final String DATE = "20150830T123600Z";
    private static final String CREDENTIAL = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get-vanilla|GET|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "post-vanilla|POST|||5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "post-header-key-sort|POST|my-header1:value1||c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
                "get-header-value-trim|GET|my-header1: value1;my-header2: \"a   b   c\""
                        + "||acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                "get-header-key-duplicate|GET|my-header1:value2;my-header1:value2;my-header1:value1"
                        + "||c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
                "post-x-www-form-urlencoded|POST|content-type:application/x-www-form-urlencoded|Param1=value1"
                        + "|ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            })
    void stringToSign_asPublished_hasThePublishedSignature(
            String vector, String method, String headers, String body, String signature) throws Exception {
        Map<String, List<String>> all = headers(headers == null ? "" : headers);
        List<String> names = all.keySet().stream().sorted().toList();
        Authorization authorization = Authorization.parse("AWS4-HMAC-SHA256 Credential=" + CREDENTIAL
                + ", SignedHeaders=" + String.join(";", names) + ", Signature=" + signature);
        byte[] content = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);

        byte[] text = SignatureVersion4.stringToSign(method, all, content, authorization, DATE);

        assertThat(HexFormat.of().formatHex(signed(text))).as(vector).isEqualTo(signature);
    }

    private static Map<String, List<String>> headers(String list) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String header :
                ("host:example.amazonaws.com;x-amz-date:" + DATE + (list.isEmpty() ? "" : ";" + list)).split(";")) {
            String[] parts = header.split(":", 2);
            headers.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
        }
        return headers;
    }

    /** Derives the key by hand, as the documentation says. */
    private static byte[] signed(byte[] text) throws Exception {
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of("20150830", "us-east-1", "service", "aws4_request")) {
            key = hmac(key, part.getBytes(StandardCharsets.UTF_8));
        }
        return hmac(key, text);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic YTpi",
                "AWS4-HMAC-SHA256 ",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=" + ZEROS,
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/other, SignedHeaders=host, Signature=" + ZEROS,
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=zz",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=" + NO_HEX,
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, Credential=a/b/c/d/aws4_request, Signature=" + ZEROS,
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=" + ZEROS + ", More=1",
            })
    void parse_ofWhatIsNoAuthorization_isRefused(String header) {
        assertThatThrownBy(() -> Authorization.parse(header))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("IncompleteSignatureException"));
    }

    private static final String ZEROS = "0000000000000000000000000000000000000000000000000000000000000000";
    private static final String NO_HEX = "zz00000000000000000000000000000000000000000000000000000000000000";
}
