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
import org.junit.jupiter.api.Test;
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

        byte[] text = SignatureVersion4.stringToSign(method, "", all, content, authorization, DATE);

        assertThat(HexFormat.of().formatHex(signed(text))).as(vector).isEqualTo(signature);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/?Param1=value1,a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "/?Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "/?Param1=value2&Param1=value1,5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
        "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                + "=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                + ",9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "/?%E1%88%B4=bar,2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    })
    void stringToSign_withAQuery_hasThePublishedSignature(String target, String signature) throws Exception {
        Map<String, List<String>> all = headers("");
        Authorization authorization = Authorization.parse("AWS4-HMAC-SHA256 Credential=" + CREDENTIAL
                + ", SignedHeaders=host;x-amz-date, Signature=" + signature);

        byte[] text = SignatureVersion4.stringToSign(
                "GET", RequestTarget.parse(target).canonicalQuery(), all, new byte[0], authorization, DATE);

        assertThat(HexFormat.of().formatHex(signed(text))).isEqualTo(signature);
    }

    @ParameterizedTest
    @CsvSource({
        "/?a-b=1&a=2,a=2&a-b=1",
        "/?b&a,a=&b=",
        "/?a=b%2fc%20*+d,a=b%2Fc%20%2A%2Bd",
        "/?&a=1&&,a=1",
        "http://host?a=1,a=1",
        "https://host:8443/?a=1,a=1",
    })
    void canonicalQuery_isInOrderAndEncodedInOneWay(String target, String query) {
        RequestTarget parsed = RequestTarget.parse(target);

        assertThat(parsed.isRoot()).isTrue();
        assertThat(parsed.canonicalQuery()).isEqualTo(query);
    }

    @Test
    void canonicalQuery_withABrokenEncoding_isRefused() {
        assertThatThrownBy(() -> RequestTarget.parse("/?a=%zz").canonicalQuery())
                .isInstanceOf(Refusal.class);
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
