package dev.secrets.rotation.database;

import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the accounts of one user of MariaDB or MySQL like another's, or goes on with that. */
final class MySqlClone {
    /**
     * ANSI_QUOTES and the modes that contain it: with them names are shown within double quotes, and not within backquotes. And the
     * one with which names of hosts are read with blanks at their ends.
     */
    private static final Set<String> MODES_WITH_OTHER_NAMES =
            Set.of("ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL", "PAD_CHAR_TO_FULL_LENGTH");

    /**
     * What an account demands of TLS until it is complete: the subject of a certificate that nobody has. It is locked as well, but
     * a lock alone may be somebody's own, and then it has to stay.
     */
    private static final String INCOMPLETE = "/CN=incomplete account of secrets.rotation";

    private final MySqlSession superuser;
    private final String original;
    private final String username;

    MySqlClone(MySqlSession superuser, String original, String username) {
        this.superuser = superuser;
        this.original = original;
        this.username = username;
    }

    /** Returns whether there is such a user, with complete accounts. */
    static boolean isComplete(MySqlSession superuser, String username) throws SQLException {
        String incomplete = "SELECT Host FROM mysql.user WHERE User = ? AND x509_subject = ?";
        return !superuser.hosts(username).isEmpty()
                && superuser.column(incomplete, username, INCOMPLETE).isEmpty();
    }

    /** A user that is its own original only gets the password. */
    void make(SecretValue password) throws SQLException {
        usePlainNames();
        requireThatItFits();
        List<String> hosts = superuser.hosts(original);
        if (hosts.isEmpty()) {
            throw RotationException.permanent("The database has no such user as the one whose rights are to be cloned");
        }
        if (username.equals(original)) {
            setPasswords(hosts, password);
            return;
        }
        for (String host : hosts) {
            createIncomplete(host, password);
            copyGrants(host);
        }
        setPasswords(hosts, password);
        complete(hosts);
    }

    /** 32 characters on MySQL, 80 or 128 on MariaDB. */
    private void requireThatItFits() throws SQLException {
        int length = username.codePointCount(0, username.length());
        int longest = Integer.parseInt(superuser
                .column(
                        "SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS"
                                + " WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'user' AND COLUMN_NAME = ?",
                        "User")
                .get(0));
        if (length > longest) {
            throw RotationException.permanent(
                    "The user's name has " + length + " characters; the database allows " + longest);
        }
    }

    /** For the rest of the session, so that {@link Grant} can read the rights, and names are as they are. */
    private void usePlainNames() throws SQLException {
        String modes = superuser.column("SELECT @@SESSION.sql_mode").get(0);
        String others = Stream.of(modes.split(","))
                .filter(mode -> !MODES_WITH_OTHER_NAMES.contains(mode))
                .collect(Collectors.joining(","));
        superuser.execute("SET SESSION sql_mode = ?, SESSION sql_quote_show_create = 1", others);
    }

    private void createIncomplete(String host, SecretValue password) throws SQLException {
        boolean takesHash = superuser.isMariaDb();
        superuser.execute(
                "CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY " + (takesHash ? "PASSWORD ?" : "?")
                        + " REQUIRE SUBJECT ? ACCOUNT LOCK",
                username,
                host,
                takesHash ? NativePassword.hash(password) : password.revealString(),
                INCOMPLETE);
    }

    private void copyGrants(String host) throws SQLException {
        List<String> grants = superuser.column("SHOW GRANTS FOR ?@?", original, host);
        for (String grant : grants) {
            if (!Grant.isForProxy(grant)) {
                superuser.execute(Grant.parse(grant, original, host).forAnother(), username, host);
            }
        }
        if (grants.stream().anyMatch(Grant::isForProxy)) {
            copyProxies(host);
        }
        if (!superuser.isMariaDb()) {
            copyDefaultRoles(host);
        }
    }

    /** These come from the table, because MariaDB shows them without any quoting of the names. */
    private void copyProxies(String host) throws SQLException {
        String proxies =
                "SELECT Proxied_user, Proxied_host, With_grant FROM mysql.proxies_priv WHERE User = ? AND Host = ?";
        for (List<String> proxy : superuser.rows(proxies, 3, original, host)) {
            String option = proxy.get(2).equals("1") ? " WITH GRANT OPTION" : "";
            superuser.execute("GRANT PROXY ON ?@? TO ?@?" + option, proxy.get(0), proxy.get(1), username, host);
        }
    }

    /** MySQL does not show these among the grants, as MariaDB does. */
    private void copyDefaultRoles(String host) throws SQLException {
        String roles =
                "SELECT DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles WHERE USER = ? AND HOST = ?";
        List<String> names = new ArrayList<>();
        superuser.rows(roles, 2, original, host).forEach(names::addAll);
        if (!names.isEmpty()) {
            String accounts = String.join(", ", Collections.nCopies(names.size() / 2, "?@?"));
            names.addAll(List.of(username, host));
            superuser.execute("SET DEFAULT ROLE " + accounts + " TO ?@?", names.toArray(String[]::new));
        }
    }

    private void setPasswords(List<String> hosts, SecretValue password) throws SQLException {
        for (String host : hosts) {
            superuser.setPassword(username, host, password);
        }
    }

    /** One statement takes the mark from an account and opens it, unless the original's is locked. */
    private void complete(List<String> hosts) throws SQLException {
        List<String> locked = superuser.lockedHosts(original);
        for (String host : hosts) {
            TlsRequirement required = tlsRequirement(host);
            List<String> values = new ArrayList<>(List.of(username, host));
            values.addAll(required.values());
            superuser.execute(
                    "ALTER USER " + required.clause() + (locked.contains(host) ? " ACCOUNT LOCK" : " ACCOUNT UNLOCK"),
                    values.toArray(String[]::new));
        }
    }

    private TlsRequirement tlsRequirement(String host) throws SQLException {
        List<String> row = superuser
                .rows(
                        "SELECT ssl_type, ssl_cipher, x509_issuer, x509_subject FROM mysql.user WHERE User = ? AND Host = ?",
                        4,
                        original,
                        host)
                .get(0);
        return new TlsRequirement(row.get(0), row.get(1), row.get(2), row.get(3));
    }
}
