package dev.secrets.credentials;

import static dev.secrets.credentials.Secrets.json;
import static dev.secrets.credentials.Secrets.refusal;
import static dev.secrets.credentials.Secrets.secret;
import static dev.secrets.credentials.Secrets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseCredentialsTest {
    private static final String FULL = """
            {'engine':'mysql','username':'admin','password':'%s','host':'db.example.com','port':3306,'dbname':'orders',\
            'dbClusterIdentifier':'cluster-1','dbInstanceIdentifier':'instance-1','masterarn':'arn:aws:x','ssl':true}""";

    private static final String SMALL = "{'username':'u','password':'%s','host':'h','port':1}";

    @Test
    void parse_allMembers_readsThem() {
        DatabaseCredentials db = DatabaseCredentials.parse(json(FULL));
        assertThat(db.username()).isEqualTo("admin");
        assertThat(db.password().revealString()).isEqualTo(Secrets.CANARY);
        assertThat(db.host()).isEqualTo("db.example.com");
        assertThat(db.port()).isEqualTo(3306);
        assertThat(db.engine()).contains("mysql");
        assertThat(db.dbname()).contains("orders");
        assertThat(db.dbClusterIdentifier()).contains("cluster-1");
        assertThat(db.dbInstanceIdentifier()).contains("instance-1");
        assertThat(db.masterarn()).contains("arn:aws:x");
        assertThat(db.ssl()).contains(true);
    }

    @Test
    void parse_requiredMembersOnly_leavesTheOthersEmpty() {
        DatabaseCredentials db = DatabaseCredentials.parse(json(SMALL));
        assertThat(db.engine()).isEmpty();
        assertThat(db.dbname()).isEmpty();
        assertThat(db.dbClusterIdentifier()).isEmpty();
        assertThat(db.dbInstanceIdentifier()).isEmpty();
        assertThat(db.masterarn()).isEmpty();
        assertThat(db.ssl()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password", "host", "port"})
    void parse_withoutARequiredMember_namesIt(String member) {
        SecretValue without = json(SMALL.replace("'" + member + "'", "'other'"));
        assertThat(refusal(without, DatabaseCredentials::parse))
                .isEqualTo("DatabaseCredentials: member '" + member + "' is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "username; 12",
                "username; ['%s']",
                "password; 4711",
                "password; {'a':'%s'}",
                "password; true",
                "host; false",
                "port; '%s'",
                "port; 0",
                "port; 65536",
                "port; -1",
                "port; 3306.0",
                "port; 99999999999999999999",
                "port; 1e3",
                "port; ''",
                "port; '3306 '",
                "port; '+3306'",
                "port; true",
                "engine; 5",
                "dbname; ['%s']",
                "dbClusterIdentifier; 1",
                "dbInstanceIdentifier; {}",
                "masterarn; true",
                "ssl; '%s'",
                "ssl; 1",
                "ssl; []"
            },
            quoteCharacter = '`')
    void parse_wronglyTypedMember_isNamed(String member, String value) {
        String others = SMALL.replace("'" + member + "'", "'other'").replace("}", "");
        SecretValue wrong = json(others + ",'" + member + "':" + value + "}");
        assertThat(refusal(wrong, DatabaseCredentials::parse))
                .startsWith("DatabaseCredentials: member '" + member + "' must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password", "host", "port"})
    void parse_nullForARequiredMember_isMissing(String member) {
        SecretValue withNull = json(SMALL.replace("'" + member + "'", "'" + member + "':null,'other'"));
        assertThat(refusal(withNull, DatabaseCredentials::parse)).contains("'" + member + "' is missing");
    }

    @Test
    void parse_nullForAnOptionalMember_isEmpty() {
        assertThat(DatabaseCredentials.parse(json(SMALL.replace("}", ",'dbname':null}")))
                        .dbname())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'5432', 5432", "5432, 5432", "'1', 1", "65535, 65535", "'05432', 5432"})
    void parse_portAsNumberOrText_isRead(String port, int expected) {
        String value = port.matches("0.*|5432|1") ? "'" + port + "'" : port;
        assertThat(DatabaseCredentials.parse(json(SMALL.replace("1}", value + "}")))
                        .port())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"true; true", "false; false", "'true'; true", "'false'; false"},
            delimiter = ';',
            quoteCharacter = '`')
    void parse_flagAsBooleanOrText_isRead(String flag, boolean expected) {
        assertThat(DatabaseCredentials.parse(json(SMALL.replace("}", ",'ssl':" + flag + "}")))
                        .ssl())
                .contains(expected);
    }

    @Test
    void toSecretValue_unchanged_isTheSameTextByteForByte() {
        SecretValue original =
                json(" {\n 'port' : '5432', 'x' : 1.50, 'host':'h', 'username':'u', 'password':'\\u00e9%s'}\r\n");
        assertThat(DatabaseCredentials.parse(original).toSecretValue().sameBytesAs(original))
                .isTrue();
    }

    @Test
    void password_changed_keepsAllElseWithTypesAndOrder() {
        DatabaseCredentials db = DatabaseCredentials.parse(json("""
                {'z':null,'username':'u','n':1.50,'password':'old','big':123456789012345678901234567890,'host':'h',\
                'nested':{'b':[1,'2',true,{}],'a':-0.10},'port':'5432','small':1E-7,'yes':true,'empty':'','u':'é☃𝄞'}"""));
        assertThat(text(db.password(secret("n'ew")).toSecretValue())).isEqualTo("""
                        {'z':null,'username':'u','n':1.50,'password':'n'ew','big':123456789012345678901234567890,'host':'h',\
                        'nested':{'b':[1,'2',true,{}],'a':-0.10},'port':'5432','small':1E-7,'yes':true,'empty':'','u':'é☃𝄞'}""");
        assertThat(db.password().revealString()).isEqualTo("old");
    }

    @Test
    void withers_eachMember_setItAlone() {
        DatabaseCredentials db = new DatabaseCredentials("u", secret("p"), "h", 1)
                .username("u2")
                .password(secret("p2"))
                .host("h2")
                .port(2)
                .engine("postgres")
                .dbname("d")
                .dbClusterIdentifier("c")
                .dbInstanceIdentifier("i")
                .masterarn("m")
                .ssl(false);
        assertThat(text(db.toSecretValue()))
                .isEqualTo("{'username':'u2','password':'p2','host':'h2','port':2,'engine':'postgres','dbname':'d',"
                        + "'dbClusterIdentifier':'c','dbInstanceIdentifier':'i','masterarn':'m','ssl':false}");
    }

    @Test
    void port_outOfRange_isRefused() {
        DatabaseCredentials db = DatabaseCredentials.parse(json(SMALL));
        assertThatThrownBy(() -> db.port(0))
                .isInstanceOf(CredentialsFormatException.class)
                .hasMessageContaining("port");
        assertThatThrownBy(() -> new DatabaseCredentials("u", secret("p"), "h", 65_536))
                .isInstanceOf(CredentialsFormatException.class);
    }

    @Test
    void password_binary_isRefused() {
        DatabaseCredentials db = DatabaseCredentials.parse(json(SMALL));
        assertThat(refusal(SecretValue.copyOf(new byte[] {1, 2}), db::password))
                .isEqualTo("DatabaseCredentials: member 'password' must be text, not binary");
    }

    @Test
    void close_credentials_overwritesTheirSecretsAndNoOthers() {
        SecretValue original = json(SMALL);
        DatabaseCredentials db = DatabaseCredentials.parse(original);
        DatabaseCredentials changed = db.host("other");
        SecretValue written = db.toSecretValue();
        db.close();
        assertThatThrownBy(() -> db.password().reveal()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(db::toSecretValue).isInstanceOf(IllegalStateException.class);
        assertThat(original.length()).isEqualTo(written.reveal().length);
        assertThat(original.revealString()).contains(Secrets.CANARY);
        assertThat(changed.password().revealString()).isEqualTo(Secrets.CANARY);
    }

    @Test
    void parse_originalClosedAfterwards_isNotAffected() {
        SecretValue original = json(SMALL);
        DatabaseCredentials db = DatabaseCredentials.parse(original);
        original.close();
        assertThat(db.toSecretValue().revealString()).contains(Secrets.CANARY);
    }
}
