package dev.secrets.policy;

import dev.secrets.policy.Finding.Category;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What only somebody who knows secrets would remark about a policy: the own findings of section 10 of the reference. */
final class SecretFindings {
    private static final String SERVICE = "secretsmanager";
    private static final Pattern SUFFIX = Pattern.compile(".*-[A-Za-z0-9]{6}");

    /** Actions that are evaluated against the resource {@code *} (rule M12). */
    private static final List<String> ACTIONS_WITHOUT_RESOURCE = List.of(
            "secretsmanager:listsecrets", "secretsmanager:getrandompassword", "secretsmanager:batchgetsecretvalue");

    /** Which operations set a request key (section 8 of the reference), in lower case. */
    private static final Map<String, Set<String>> OPERATIONS_WITH_KEY = Map.ofEntries(
            Map.entry("secretsmanager:name", Set.of("createsecret")),
            Map.entry("secretsmanager:description", Set.of("createsecret", "updatesecret")),
            Map.entry("secretsmanager:kmskeyarn", Set.of("createsecret", "updatesecret")),
            Map.entry("secretsmanager:kmskeyid", Set.of("createsecret", "updatesecret")),
            Map.entry("secretsmanager:type", Set.of("createsecret", "updatesecret")),
            Map.entry("secretsmanager:addreplicaregions", Set.of("createsecret", "replicatesecrettoregions")),
            Map.entry("secretsmanager:forceoverwritereplicasecret", Set.of("createsecret", "replicatesecrettoregions")),
            Map.entry("secretsmanager:forcedeletewithoutrecovery", Set.of("deletesecret")),
            Map.entry("secretsmanager:recoverywindowindays", Set.of("deletesecret")),
            Map.entry("secretsmanager:versionid", Set.of("getsecretvalue")),
            Map.entry("secretsmanager:versionstage", Set.of("getsecretvalue", "updatesecretversionstage")),
            Map.entry("secretsmanager:rotationlambdaarn", Set.of("rotatesecret")),
            Map.entry("secretsmanager:externalsecretrotationrolearn", Set.of("rotatesecret")),
            Map.entry("secretsmanager:modifyrotationrules", Set.of("rotatesecret")),
            Map.entry("secretsmanager:rotateimmediately", Set.of("rotatesecret")),
            Map.entry("secretsmanager:blockpublicpolicy", Set.of("putresourcepolicy")));

    private final Findings findings;

    SecretFindings(Findings findings) {
        this.findings = findings;
    }

    /** Remarks on a policy by itself. */
    void general(PolicyDocument document) {
        for (Statement statement : document.statements()) {
            Place where = PolicyFindings.placeOf(statement);
            suffixes(statement, where);
            actions(statement, document.type(), where);
            statement.conditions().forEach(condition -> condition(condition, statement, where));
        }
    }

    /** Remarks on a policy as that of a secret. */
    void attached(PolicyDocument document, String secretArn) {
        String account = secretArn.split(":", -1).length > 4 ? secretArn.split(":", -1)[4] : "";
        for (Statement statement : document.statements()) {
            Place where = PolicyFindings.placeOf(statement);
            Resources resources = statement.resources();
            if (!resources.negated()
                    && !resources.everything()
                    && resources.variables().findAny().isEmpty()
                    && !resources.match(secretArn, RequestContext.EMPTY, false)) {
                findings.warning(
                        "RESOURCE_IS_NOT_THE_SECRET",
                        where.member("Resource"),
                        "Never matches the secret that the policy is attached to; write \"*\"");
            }
            boolean ownAccountOnly = statement
                    .principals()
                    .map(principals -> !principals.negated()
                            && !principals.everyone()
                            && principals.services().isEmpty()
                            && principals.awsIds().equals(Set.of(account)))
                    .orElse(false);
            if (!statement.isDeny() && ownAccountOnly) {
                findings.warning(
                        "OWN_ACCOUNT_ONLY",
                        where.member("Principal"),
                        "Its own account is left to its identity policies; this grants nothing by itself");
            }
        }
    }

    private void suffixes(Statement statement, Place where) {
        for (ArnPattern pattern : statement.resources().patterns()) {
            Template resource = pattern.resource();
            if (pattern.service().equals(SERVICE)
                    && resource.isFixed()
                    && !SUFFIX.matcher(resource.text()).matches()) {
                findings.warning(
                        "RESOURCE_WITHOUT_SUFFIX",
                        where,
                        Findings.quote(resource.text())
                                + " lacks the six characters that end every ARN of a secret; add -??????");
            }
        }
    }

    private void actions(Statement statement, PolicyType type, Place where) {
        Actions actions = statement.actions();
        if (type == PolicyType.RESOURCE
                && !statement.isDeny()
                && (actions.texts().contains(SERVICE + ":*") || actions.texts().contains("*"))) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "ALL_ACTIONS",
                    where.member("Action"),
                    "Includes changing this policy; name the actions");
        }
        boolean specific =
                !statement.resources().negated() && !statement.resources().everything();
        for (String action : ACTIONS_WITHOUT_RESOURCE) {
            if (specific && actions.texts().contains(action)) {
                findings.warning(
                        "NEVER_MATCHES",
                        where.member("Resource"),
                        "The action " + action + " has the resource \"*\" alone");
            }
        }
    }

    private void condition(Condition condition, Statement statement, Place where) {
        Place place = PolicyFindings.placeOf(condition, where);
        String key = condition.key().folded();
        boolean onRead = !statement.isDeny() && statement.actions().match("secretsmanager:getsecretvalue");
        if (key.equals("secretsmanager:versionstage") && onRead && condition.failsWithoutKey()) {
            findings.warning(
                    "VERSION_STAGE_WITHOUT_IF_EXISTS",
                    place,
                    "Refuses a read by version id, which has no stage; add IfExists if that is not meant");
        }
        Set<String> operations = OPERATIONS_WITH_KEY.getOrDefault(key, Set.of());
        if (!operations.isEmpty()
                && operations.stream().noneMatch(name -> statement.actions().match(SERVICE + ":" + name))) {
            findings.warning("KEY_NOT_OF_THE_ACTION", place, "No action of the statement sets this key");
        }
    }
}
