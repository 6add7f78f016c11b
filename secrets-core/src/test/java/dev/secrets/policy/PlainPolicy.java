package dev.secrets.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy as plain data: what the random generator makes, the naive evaluator reads, and {@link #text} writes as JSON. */
record PlainPolicy(PolicyType type, String version, List<PlainStatement> statements) {
    record PlainStatement(
            boolean deny,
            boolean notPrincipal,
            List<String> principals,
            boolean notAction,
            List<String> actions,
            boolean notResource,
            List<String> resources,
            List<PlainCondition> conditions) {}

    /** Of the principals, {@code *} and ids are of the kind AWS; those that end in {@code .com} are services. */
    record PlainCondition(String quantifier, String operator, boolean ifExists, String key, List<String> values) {}

    String text() {
        String head = version.isEmpty() ? "" : "\"Version\":\"" + version + "\",";
        return "{" + head + "\"Statement\":["
                + statements.stream().map(this::text).collect(Collectors.joining(",")) + "]}";
    }

    private String text(PlainStatement statement) {
        StringBuilder text = new StringBuilder("{\"Effect\":\"")
                .append(statement.deny() ? "Deny" : "Allow")
                .append('"');
        if (type == PolicyType.RESOURCE) {
            text.append(statement.notPrincipal() ? ",\"NotPrincipal\":" : ",\"Principal\":")
                    .append(principals(statement.principals()));
        }
        text.append(statement.notAction() ? ",\"NotAction\":" : ",\"Action\":").append(list(statement.actions()));
        text.append(statement.notResource() ? ",\"NotResource\":" : ",\"Resource\":")
                .append(list(statement.resources()));
        if (!statement.conditions().isEmpty()) {
            text.append(",\"Condition\":{");
            text.append(statement.conditions().stream()
                    .map(condition -> "\"" + condition.quantifier() + condition.operator()
                            + (condition.ifExists() ? "IfExists" : "") + "\":{\"" + condition.key() + "\":"
                            + list(condition.values()) + "}")
                    .collect(Collectors.joining(",")));
            text.append("}");
        }
        return text.append("}").toString();
    }

    private static String principals(List<String> ids) {
        List<String> services = ids.stream().filter(id -> id.endsWith(".com")).toList();
        List<String> aws = ids.stream().filter(id -> !id.endsWith(".com")).toList();
        String servicesText = services.isEmpty() ? "" : "\"Service\":" + list(services);
        String awsText = aws.isEmpty() ? "" : "\"AWS\":" + list(aws);
        return "{" + awsText + (services.isEmpty() || aws.isEmpty() ? "" : ",") + servicesText + "}";
    }

    private static String list(List<String> values) {
        String all = values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(","));
        return values.size() == 1 ? all : "[" + all + "]";
    }
}
