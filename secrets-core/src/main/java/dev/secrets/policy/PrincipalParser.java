package dev.secrets.policy;

import dev.secrets.policy.Elements.Located;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses Principal and NotPrincipal (rules P1 to P9). Used by one thread. */
final class PrincipalParser {
    private static final List<String> KINDS = List.of("AWS", "Service", "Federated", "CanonicalUser");

    private static final Pattern ARN = Pattern.compile("arn:(?<partition>[a-z-]+):(?<principal>"
            + "iam::(?<account>[0-9]{12}):(?<root>root|(?:user|role)/(?:[!-~&&[^*?/]]+/)*[!-~&&[^*?/]]+)"
            + "|sts::[0-9]{12}:(?:assumed-role/[!-~&&[^*?/]]+/[!-~&&[^*?/]]+|federated-user/[!-~&&[^*?/]]+))");

    /** What AWS stores in place of the ARN of a user or role that was deleted (rule P9). */
    private static final Pattern DELETED = Pattern.compile("(?:AIDA|AROA)[A-Z0-9]+");

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");
    private static final Pattern OPAQUE = Pattern.compile("[!-~&&[^*?]]+");
    private static final int MAX_LENGTH = 2_048;

    private final Findings findings;

    PrincipalParser(Findings findings) {
        this.findings = findings;
    }

    Principals parse(boolean negated, Json value, Place where) {
        if (value instanceof Json.Text text && text.value().equals("*")) {
            return new Principals(negated, true, Set.of(), Set.of());
        }
        Set<String> awsIds = new HashSet<>();
        Set<String> services = new HashSet<>();
        if (!(value instanceof Json.Obj object) || object.members().isEmpty()) {
            findings.error(
                    "INVALID_PRINCIPAL", where, "Expected \"*\" or an object such as {\"AWS\": \"123456789012\"}");
            return new Principals(negated, false, Set.of(), Set.of());
        }
        Map<String, Json> kinds = Elements.members(object, KINDS, findings, where);
        kinds.forEach((kind, ids) -> {
            for (Located id : Elements.strings(ids, findings, where.member(kind))) {
                add(kind, id, awsIds, services);
            }
        });
        return new Principals(negated, awsIds.remove("*"), Set.copyOf(awsIds), Set.copyOf(services));
    }

    private void add(String kind, Located id, Set<String> awsIds, Set<String> services) {
        boolean valid = id.text().length() <= MAX_LENGTH
                && !id.text().contains("${") // a variable is not expanded here (rule V2)
                && switch (kind) {
                    case "AWS" -> addAws(id, awsIds);
                    case "Service" -> SERVICE.matcher(id.text()).matches() && services.add(id.text()) | true;
                    default -> OPAQUE.matcher(id.text()).matches();
                };
        if (!valid) {
            findings.error("INVALID_PRINCIPAL", id.where(), expected(kind) + ", found " + Findings.quote(id.text()));
        }
    }

    private boolean addAws(Located id, Set<String> ids) {
        String text = id.text();
        Matcher arn = ARN.matcher(text);
        if (arn.matches() && ArnFields.isPartition(arn.group("partition"))) {
            ids.add("root".equals(arn.group("root")) ? arn.group("account") : text);
            return true;
        }
        if (DELETED.matcher(text).matches()) {
            findings.warning("DELETED_PRINCIPAL", id.where(), "The id of a deleted principal; it matches nobody");
            return true;
        }
        ids.add(text);
        return text.equals("*") || ArnFields.isAccount(text);
    }

    private static String expected(String kind) {
        return switch (kind) {
            case "AWS" ->
                "Expected *, an account of 12 digits, or the ARN of a root, user, role, assumed-role or federated-user,"
                        + " without wildcards";
            case "Service" -> "Expected a name such as rds.amazonaws.com";
            default -> "Expected an id without wildcards";
        };
    }
}
