package dev.secrets.cli.rotators;

import dev.secrets.SecretsManager;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.rotation.GeneratedValueRotator;
import dev.secrets.rotation.Rotator;
import dev.secrets.rotation.database.AlternatingUsersRotator;
import dev.secrets.rotation.database.MySqlDatabase;
import dev.secrets.rotation.database.PostgresDatabase;
import dev.secrets.rotation.database.SingleUserRotator;
import dev.secrets.rotation.oauth.OAuthServer;
import dev.secrets.rotation.oauth.OAuthServer.ClientAuthentication;
import dev.secrets.rotation.oauth.OAuthTokenRotator;
import dev.secrets.rotation.ssh.KeyType;
import dev.secrets.rotation.ssh.SshAccount;
import dev.secrets.rotation.ssh.SshKeyRotator;
import java.net.URI;
import java.util.Locale;

/** The rotators of this project, by the names that the rotators file has for them. */
final class BuiltInRotators {
    private static final int USUAL_LENGTH = 32;
    private static final int SSH_PORT = 22;

    private BuiltInRotators() {}

    /** @throws IllegalArgumentException if there is none of the name, or it misses something */
    static Rotator rotator(RotatorEntry entry, SecretsManager secrets) {
        return switch (entry.text("rotator")) {
            case "generated" ->
                new GeneratedValueRotator(
                        new GetRandomPasswordRequest().passwordLength(entry.number("passwordLength", USUAL_LENGTH)));
            case "postgres-single-user" -> new SingleUserRotator(new PostgresDatabase());
            case "mysql-single-user" -> new SingleUserRotator(new MySqlDatabase());
            case "postgres-alternating-users" -> new AlternatingUsersRotator(new PostgresDatabase(), secrets);
            case "mysql-alternating-users" -> new AlternatingUsersRotator(new MySqlDatabase(), secrets);
            case "oauth-refresh-token" -> new OAuthTokenRotator(oauthServer(entry));
            case "ssh-key-pair" -> ssh(entry);
            default -> throw new IllegalArgumentException("there is no built-in rotator of this name");
        };
    }

    private static OAuthServer oauthServer(RotatorEntry entry) {
        ClientAuthentication authentication = entry.optionalText("clientAuthentication")
                .map(name -> ClientAuthentication.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(ClientAuthentication.CLIENT_SECRET_BASIC);
        return new OAuthServer(URI.create(entry.text("tokenEndpoint")), authentication, entry.timeout());
    }

    private static Rotator ssh(RotatorEntry entry) {
        SshAccount account = new SshAccount(
                entry.text("host"),
                entry.number("port", SSH_PORT),
                entry.text("username"),
                entry.text("hostKey"),
                entry.optionalText("authorizedKeysFile").orElse(".ssh/authorized_keys"));
        KeyType type =
                KeyType.valueOf(entry.optionalText("keyType").orElse("ed25519").toUpperCase(Locale.ROOT));
        return new SshKeyRotator(context -> account, type, entry.timeout());
    }
}
