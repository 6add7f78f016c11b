package dev.secrets.rotation.database;

import java.util.ArrayList;
import java.util.List;

/**
 * What an account of MySQL or MariaDB demands of TLS: nothing, any TLS, any certificate, or a certificate with the properties that
 * are not empty. As {@code mysql.user} has it, and as the statements of AWS's templates copy it.
 */
record TlsRequirement(String type, String cipher, String issuer, String subject) {
    /** Returns what follows {@code ALTER USER}; the user's name and host are its first parameters. */
    String clause() {
        return "?@? REQUIRE "
                + switch (type) {
                    case "" -> "NONE";
                    case "ANY" -> "SSL";
                    case "X509" -> "X509";
                    default -> String.join(" AND ", properties("CIPHER ?", "ISSUER ?", "SUBJECT ?"));
                };
    }

    /** Returns the parameters of the clause that follow name and host. */
    List<String> values() {
        return type.equals("SPECIFIED") ? properties(cipher, issuer, subject) : List.of();
    }

    private List<String> properties(String ofCipher, String ofIssuer, String ofSubject) {
        List<String> properties = new ArrayList<>();
        add(properties, cipher, ofCipher);
        add(properties, issuer, ofIssuer);
        add(properties, subject, ofSubject);
        return properties;
    }

    private static void add(List<String> properties, String property, String text) {
        if (!property.isEmpty()) {
            properties.add(text);
        }
    }
}
