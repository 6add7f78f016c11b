package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.json;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static dev.secrets.credentials.Secrets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"api_key", "secret_key"})
    void parse_withoutARequiredMember_namesIt(String member) {
        String whole = "{'api_key':'%s','secret_key':'%s'}";
        assertThat(refusal(json(whole.replace(member, "other")), ApiKey::parse))
                .isEqualTo("ApiKey: member '" + member + "' is missing");
    }

    @Test
    void withers_eachMember_setItAlone() {
        ApiKey key = ApiKey.parse(json("{'note':[1],'api_key':'a','secret_key':'b'}"));
        assertThat(text(key.apiKey(secret("c")).toSecretValue()))
                .isEqualTo("{'note':[1],'api_key':'c','secret_key':'b'}");
        assertThat(text(key.secretKey(secret("d")).toSecretValue()))
                .isEqualTo("{'note':[1],'api_key':'a','secret_key':'d'}");
    }

    @Test
    void close_key_overwritesBothParts() {
        ApiKey key = new ApiKey(secret("a"), secret("b"));
        key.close();
        assertThatThrownBy(() -> key.apiKey().reveal()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.secretKey().reveal()).isInstanceOf(IllegalStateException.class);
    }
}
