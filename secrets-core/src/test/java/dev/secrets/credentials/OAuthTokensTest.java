package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.json;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static dev.secrets.credentials.Secrets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OAuthTokensTest {
    private static final String SMALL = "{'access_token':'a','refresh_token':'%s','client_id':'c','client_secret':'s'}";

    @Test
    void parse_requiredMembers_readsThem() {
        OAuthTokens tokens = OAuthTokens.parse(json(SMALL));
        assertThat(tokens.accessToken().revealString()).isEqualTo("a");
        assertThat(tokens.refreshToken().revealString()).isEqualTo(Secrets.CANARY);
        assertThat(tokens.clientId()).isEqualTo("c");
        assertThat(tokens.clientSecret().revealString()).isEqualTo("s");
        assertThat(tokens.expiresAt()).isEmpty();
        assertThat(tokens.scope()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "client_id", "client_secret"})
    void parse_withoutARequiredMember_namesIt(String member) {
        assertThat(refusal(json(SMALL.replace(member, "other")), OAuthTokens::parse))
                .isEqualTo("OAuthTokens: member '" + member + "' is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1771070400; 2026-02-14T12:00:00Z",
                "1771070400.25; 2026-02-14T12:00:00.250Z",
                "0; 1970-01-01T00:00:00Z",
                "1.7710704e9; 2026-02-14T12:00:00Z",
                "1e-999999999; 1970-01-01T00:00:00Z",
                "'2026-02-14T12:00:00Z'; 2026-02-14T12:00:00Z",
                "'2026-02-14T13:00:00.5+01:00'; 2026-02-14T12:00:00.500Z"
            })
    void parse_endInEitherForm_isRead(String end, String expected) {
        assertThat(OAuthTokens.parse(json(SMALL.replace("}", ",'expires_at':" + end + "}")))
                        .expiresAt())
                .contains(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'%s'", "''", "-1", "1e12", "1e999999999", "true", "{}", "'1771070400'", "'2026-02-14'"})
    void parse_endInAnotherForm_namesTheMember(String end) {
        assertThat(refusal(json(SMALL.replace("}", ",'expires_at':" + end + "}")), OAuthTokens::parse))
                .startsWith("OAuthTokens: member 'expires_at' must be seconds since 1970");
    }

    @Test
    void parse_scopeThatIsNoString_namesTheMember() {
        assertThat(refusal(json(SMALL.replace("}", ",'scope':['%s']}")), OAuthTokens::parse))
                .isEqualTo("OAuthTokens: member 'scope' must be a string");
    }

    @Test
    void withers_eachMember_setItAlone() {
        OAuthTokens tokens = new OAuthTokens(secret("a"), secret("r"), "c", secret("s"))
                .accessToken(secret("a2"))
                .refreshToken(secret("r2"))
                .clientId("c2")
                .clientSecret(secret("s2"))
                .expiresAt(Instant.parse("2026-02-14T12:00:00.999Z"))
                .scope("read write");
        assertThat(text(tokens.toSecretValue()))
                .isEqualTo("{'access_token':'a2','refresh_token':'r2','client_id':'c2','client_secret':'s2',"
                        + "'expires_at':1771070400,'scope':'read write'}");
    }

    @Test
    void expiresAt_before1970_isRefused() {
        OAuthTokens tokens = OAuthTokens.parse(json(SMALL));
        assertThatThrownBy(() -> tokens.expiresAt(Instant.parse("1969-12-31T23:59:59Z")))
                .isInstanceOf(CredentialsFormatException.class);
    }

    @Test
    void withoutExpiresAt_removesTheMember() {
        OAuthTokens tokens = OAuthTokens.parse(json(SMALL)).scope("read");
        OAuthTokens ending = tokens.expiresAt(Instant.parse("2026-02-14T12:00:00Z"));
        assertThat(ending.withoutExpiresAt().expiresAt()).isEmpty();
        assertThat(text(ending.withoutExpiresAt().toSecretValue())).isEqualTo(text(tokens.toSecretValue()));
        assertThat(text(tokens.withoutExpiresAt().toSecretValue())).isEqualTo(text(tokens.toSecretValue()));
    }

    @Test
    void accessToken_changed_keepsUnknownMembers() {
        OAuthTokens tokens = OAuthTokens.parse(json("{'token_type':'Bearer','expires_in':3600," + SMALL.substring(1)));
        assertThat(text(tokens.accessToken(secret("a2")).toSecretValue()))
                .startsWith("{'token_type':'Bearer','expires_in':3600,'access_token':'a2',");
    }
}
