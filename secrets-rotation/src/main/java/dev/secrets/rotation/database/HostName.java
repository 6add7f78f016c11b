package dev.secrets.rotation.database;

import dev.secrets.rotation.RotationException;
import java.util.regex.Pattern;

/** Host names that can become part of a connection URL without becoming more than that. */
final class HostName {
    private static final Pattern NAME_OR_IPV4 = Pattern.compile("[0-9A-Za-z_][0-9A-Za-z._-]*+");
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9A-Fa-f:.]++)\\]?");

    private HostName() {}

    static String forUrl(String host) {
        if (NAME_OR_IPV4.matcher(host).matches()) {
            return host;
        }
        if (IPV6.matcher(host).matches()) {
            return host.startsWith("[") ? host : "[" + host + "]";
        }
        throw RotationException.permanent("The secret's host is no host name or address");
    }
}
