package dev.secrets.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as the host application authenticated it: a principal's ARN, its tags, and facts about the call that only
 * the host knows, such as the source address. Policies judge by it, so it must come from authentication and never from data
 * that arrives with a request (rule K3 of the policy reference).
 *
 * <p>Immutable; every method that sets something returns a new identity.
 */
public final class CallerIdentity {
    /** What kind of principal a caller is; it decides how a resource policy may name it (rule E6). */
    public enum Kind {
        /** The root user of an account: its owner. */
        ROOT,
        /** A user. */
        USER,
        /** A role itself, for applications that keep no sessions. Policies treat it as a session of that role. */
        ROLE,
        /** A session of a role. */
        ASSUMED_ROLE,
        /** A federated session of a user. */
        FEDERATED_USER,
        /** A service that calls on its own behalf. */
        SERVICE,
        /** Somebody who has not authenticated. */
        ANONYMOUS
    }

    private static final int MAX_ARN_LENGTH = 2048;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_KEY_LENGTH = 128;
    private static final int MAX_TAG_VALUE_LENGTH = 256;

    /** Visible ASCII except the wildcards and the colon: what paths and names of principals are made of. */
    private static final String NAME = "[!-~&&[^*?:/]]+";

    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>[a-z][a-z-]*):(?<service>iam|sts)::(?<account>[0-9]{12})?:"
                    + "(?<resource>root|(?:user|role)/(?:" + NAME + "/)*" + NAME + "|assumed-role/" + NAME + "/" + NAME
                    + "|federated-user/" + NAME + ")");
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Keys that follow from the caller, the request, the secret or the clock: a host can't claim them (rule K2). */
    private static final Set<String> DERIVED_KEYS = Set.of(
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principaltype",
            "aws:principalisawsservice",
            "aws:principalservicename",
            "aws:principalservicenameslist",
            "aws:username",
            "aws:currenttime",
            "aws:epochtime",
            "aws:resourceaccount",
            "aws:requestedregion",
            "aws:tagkeys");

    private static final List<String> DERIVED_FAMILIES =
            List.of("aws:principaltag/", "aws:resourcetag/", "aws:requesttag/", "secretsmanager:");

    private static final CallerIdentity ANONYMOUS =
            new CallerIdentity(Kind.ANONYMOUS, "anonymous", Optional.empty(), Optional.empty(), Map.of(), Map.of());

    private final Kind kind;
    private final String arn;
    private final Optional<String> account;
    private final Optional<String> issuerArn;
    private final Map<String, String> tags;
    private final Map<String, List<String>> context;

    private CallerIdentity(
            Kind kind,
            String arn,
            Optional<String> account,
            Optional<String> issuerArn,
            Map<String, String> tags,
            Map<String, List<String>> context) {
        this.kind = kind;
        this.arn = arn;
        this.account = account;
        this.issuerArn = issuerArn;
        this.tags = tags;
        this.context = context;
    }

    /**
     * Names a caller by the ARN of a user, a role, a role session, a federated session or an account's root user.
     *
     * <p>The account may be left empty except for a root user ({@code arn:aws:iam:::role/app}): such a caller belongs to the
     * account that {@link #inAccount} says. A role session belongs to the role of the same name without a path, unless
     * {@link #roleArn} says otherwise.
     *
     * @throws IllegalArgumentException if this is not such an ARN
     */
    public static CallerIdentity of(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (arn.length() > MAX_ARN_LENGTH || !parts.matches()) {
            throw notAPrincipal(arn);
        }
        Kind kind = kindOf(parts.group("service"), parts.group("resource"));
        Optional<String> account = Optional.ofNullable(parts.group("account"));
        if (kind == null || kind == Kind.ROOT && account.isEmpty()) {
            throw notAPrincipal(arn);
        }
        Optional<String> issuer = kind == Kind.ASSUMED_ROLE ? Optional.of(roleOf(parts)) : Optional.empty();
        return new CallerIdentity(kind, arn, account, issuer, Map.of(), Map.of());
    }

    /** Returns somebody who has not authenticated: only policies that name everybody let such a caller in. */
    public static CallerIdentity anonymous() {
        return ANONYMOUS;
    }

    /**
     * Returns a service that calls on its own behalf: only resource policies that name it, or everybody, let it in.
     *
     * @param name a name in the manner of {@code rds.amazonaws.com}
     * @throws IllegalArgumentException if the name is not a host-like name in lower case
     */
    public static CallerIdentity service(String name) {
        if (name.length() > MAX_TAG_KEY_LENGTH || !SERVICE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a service: " + shortened(name)
                    + "; expected a host-like name such as rds.amazonaws.com");
        }
        return new CallerIdentity(Kind.SERVICE, name, Optional.empty(), Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Returns the caller of that {@link #arn}: an ARN, the name of a service, or {@code anonymous}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static CallerIdentity parse(String principal) {
        if (principal.equals(ANONYMOUS.arn)) {
            return ANONYMOUS;
        }
        return principal.startsWith("arn:") ? of(principal) : service(principal);
    }

    private static @Nullable Kind kindOf(String service, String resource) {
        String type = resource.substring(0, resource.indexOf('/') < 0 ? resource.length() : resource.indexOf('/'));
        return switch (service + " " + type) {
            case "iam root" -> Kind.ROOT;
            case "iam user" -> Kind.USER;
            case "iam role" -> Kind.ROLE;
            case "sts assumed-role" -> Kind.ASSUMED_ROLE;
            case "sts federated-user" -> Kind.FEDERATED_USER;
            default -> null;
        };
    }

    private static String roleOf(Matcher session) {
        String account = Objects.requireNonNullElse(session.group("account"), "");
        return "arn:" + session.group("partition") + ":iam::" + account + ":role/"
                + session.group("resource").split("/")[1];
    }

    private static IllegalArgumentException notAPrincipal(String arn) {
        return new IllegalArgumentException("Not the ARN of a principal: " + shortened(arn)
                + "; expected arn:aws:iam::ACCOUNT:root, :user/NAME or :role/NAME,"
                + " or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION or :federated-user/NAME");
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /**
     * Returns a copy that names the role of the session, for roles with a path: a session's ARN leaves it out, policies name it (rule P5).
     *
     * @throws IllegalArgumentException if this is no role session, or the role is not one of the session's name and account
     */
    public CallerIdentity roleArn(String roleArn) {
        CallerIdentity role = of(roleArn);
        require(kind == Kind.ASSUMED_ROLE, "Only a role session has a role");
        require(
                role.kind == Kind.ROLE
                        && role.account.equals(account)
                        && roleArn.endsWith("/" + arn.split("/")[1])
                        && roleArn.split(":")[1].equals(arn.split(":")[1]),
                "The role is not the one that the session names");
        return new CallerIdentity(kind, arn, account, Optional.of(roleArn), tags, context);
    }

    /**
     * Returns a copy that names the user by whom the federated session was made: policies that name the user cover the session too (rule P6).
     *
     * @throws IllegalArgumentException if this is no federated session, or the user is of another account
     */
    public CallerIdentity userArn(String userArn) {
        CallerIdentity user = of(userArn);
        require(kind == Kind.FEDERATED_USER, "Only a federated session has a user");
        require(user.kind == Kind.USER && user.account.equals(account), "The user is not one of the session's account");
        return new CallerIdentity(kind, arn, account, Optional.of(userArn), tags, context);
    }

    /**
     * Returns this caller as one of the account if its ARN names none; a caller that has an account, a service and an anonymous
     * caller stay as they are (rule E13).
     *
     * @throws IllegalArgumentException if the account is not 12 digits
     */
    public CallerIdentity inAccount(String accountId) {
        require(ACCOUNT.matcher(accountId).matches(), "An account is 12 digits");
        if (account.isPresent() || kind == Kind.SERVICE || kind == Kind.ANONYMOUS) {
            return this;
        }
        Optional<String> issuer = issuerArn.map(issued -> issued.replaceFirst(":::", "::" + accountId + ":"));
        return new CallerIdentity(
                kind, arn.replaceFirst(":::", "::" + accountId + ":"), Optional.of(accountId), issuer, tags, context);
    }

    /**
     * Returns a copy with this tag, added or replaced: what {@code aws:PrincipalTag/KEY} is.
     *
     * @param key 1 to 128 characters
     * @param value 0 to 256 characters
     * @throws IllegalArgumentException if a limit is passed, or the caller has a tag whose key differs in case only
     */
    public CallerIdentity tag(String key, String value) {
        return tags(Map.of(key, value));
    }

    /**
     * Returns a copy with these tags, added or replaced.
     *
     * @throws IllegalArgumentException as for {@link #tag}
     */
    public CallerIdentity tags(Map<String, String> added) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(added);
        require(all.size() <= MAX_TAGS, "A caller has at most 50 tags");
        all.forEach((key, value) -> {
            require(!key.isEmpty() && key.length() <= MAX_TAG_KEY_LENGTH, "A tag key has 1 to 128 characters");
            require(value.length() <= MAX_TAG_VALUE_LENGTH, "A tag value has at most 256 characters");
        });
        require(
                all.keySet().stream().map(CallerIdentity::folded).distinct().count() == all.size(),
                "The keys of two tags differ in case only; conditions could not tell them apart");
        return new CallerIdentity(kind, arn, account, issuerArn, Collections.unmodifiableMap(all), context);
    }

    /**
     * Returns a copy with a fact about the call that the host knows, as a condition key: {@code aws:SourceIp}, or a key under a prefix of the
     * host's own. Replaces what was stated for the key; keys ignore case.
     *
     * @param values one value, or several for a multi-valued key
     * @throws IllegalArgumentException if there is no value, or if the key is one that is derived from the caller, the request,
     *     the secret or the clock and so can't be stated (rule K2)
     */
    public CallerIdentity context(String key, String... values) {
        require(!key.isBlank(), "A condition key is not blank");
        require(values.length > 0, "A condition key without values is left out");
        String folded = folded(key);
        if (isDerived(folded)) {
            throw new IllegalArgumentException(
                    "The condition key " + shortened(key) + " is derived and can't be stated by the host");
        }
        Map<String, List<String>> all = new LinkedHashMap<>(context);
        all.put(folded, List.of(values));
        return new CallerIdentity(kind, arn, account, issuerArn, tags, Collections.unmodifiableMap(all));
    }

    private static boolean isDerived(String folded) {
        for (String family : DERIVED_FAMILIES) {
            if (folded.startsWith(family)) {
                return true;
            }
        }
        return DERIVED_KEYS.contains(folded);
    }

    private static String folded(String key) {
        return key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Returns what kind of principal this is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the ARN; for a service its name, for an anonymous caller {@code anonymous}. */
    public String arn() {
        return arn;
    }

    /** Returns the 12 digits of the account, if the caller has one. */
    public Optional<String> account() {
        return account;
    }

    /** Returns what {@code aws:PrincipalArn} is and identity policies belong to: the role's ARN for a role session, else {@link #arn}. */
    public String principalArn() {
        return kind == Kind.ASSUMED_ROLE ? issuerArn.orElse(arn) : arn;
    }

    /** Returns the role of a role session, or the user of a federated session if it was named. */
    public Optional<String> issuerArn() {
        return issuerArn;
    }

    /** Returns the tags. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Returns what the host stated, by condition key in lower case. */
    public Map<String, List<String>> context() {
        return context;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallerIdentity that
                && kind == that.kind
                && arn.equals(that.arn)
                && issuerArn.equals(that.issuerArn)
                && tags.equals(that.tags)
                && context.equals(that.context);
    }

    @Override
    public int hashCode() {
        return Objects.hash(arn, tags, context);
    }

    /** Returns the ARN, the tags and which facts the host stated, without their values. */
    @Override
    public String toString() {
        return "CallerIdentity[" + arn + ", tags=" + tags + ", context=" + context.keySet() + "]";
    }
}
