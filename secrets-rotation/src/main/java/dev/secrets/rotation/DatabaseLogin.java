package dev.secrets.rotation;

import dev.secrets.credentials.CredentialsFormatException;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.SecretValue;
import java.util.Arrays;
import java.util.Optional;

/** Who a database secret logs in as, and where. */
record DatabaseLogin(String host, int port, String username) {
    static DatabaseLogin of(DatabaseCredentials credentials) {
        return new DatabaseLogin(credentials.host(), credentials.port(), credentials.username());
    }

    /** Returns whether both log in as the same user, and at the same place. */
    static boolean isSame(DatabaseCredentials one, DatabaseCredentials other) {
        return of(one).equals(of(other));
    }

    /** Reads a value and closes it; nothing for one that is no database secret. */
    static Optional<DatabaseLogin> of(Optional<SecretValue> value) {
        return value.flatMap(DatabaseLogin::readAndClose).map(credentials -> {
            try (credentials) {
                return of(credentials);
            }
        });
    }

    private static Optional<DatabaseCredentials> readAndClose(SecretValue value) {
        try (value) {
            return read(value);
        }
    }

    static Optional<DatabaseCredentials> read(SecretValue value) {
        if (isObviouslyNoJson(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseCredentials.parse(value));
        } catch (CredentialsFormatException somethingElse) {
            return Optional.empty();
        }
    }

    /** Spares the parser's exceptions for what begins with a letter, say, as passwords and API keys do. */
    private static boolean isObviouslyNoJson(SecretValue value) {
        byte[] bytes = value.reveal();
        boolean obvious = bytes.length == 0 || bytes[0] > ' ' && bytes[0] != '{';
        Arrays.fill(bytes, (byte) 0);
        return obvious;
    }

    String target() {
        return host + ":" + port;
    }
}
