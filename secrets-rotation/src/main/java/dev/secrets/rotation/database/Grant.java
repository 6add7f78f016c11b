package dev.secrets.rotation.database;

/**
 * One row of SHOW GRANTS, made into a statement for another account. The server writes the grantee after the last {@code TO} as
 * quoted names; what follows it, an authentication or TLS clause, belongs to the account, except the right to grant. Not for
 * proxies.
 *
 * @param before all up to the grantee, with its {@code TO}
 * @param after what follows the grantee
 */
record Grant(String before, String after) {
    private static final String WITH_GRANT_OPTION = " WITH GRANT OPTION";
    private static final String WITH_ADMIN_OPTION = " WITH ADMIN OPTION";

    /** Returns whether a row lets the account act for another one. */
    static boolean isForProxy(String row) {
        return row.startsWith("GRANT PROXY ON ");
    }

    /** @throws IllegalStateException if the row does not grant to the account */
    static Grant parse(String row, String username, String host) {
        String grantee = quoted(username) + "@" + quoted(host);
        int at = row.lastIndexOf(grantee);
        if (at < 0) {
            throw new IllegalStateException("The server shows a grant of another account");
        }
        return new Grant(row.substring(0, at), row.substring(at + grantee.length()));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Returns the statement, with the user's name and host as its parameters; all other names are within backquotes. */
    String forAnother() {
        return before + "?@?" + option();
    }

    private String option() {
        return after.contains(WITH_GRANT_OPTION)
                ? WITH_GRANT_OPTION
                : after.contains(WITH_ADMIN_OPTION) ? WITH_ADMIN_OPTION : "";
    }
}
