package dev.secrets.policy;

import java.util.Map;
import java.util.Optional;

/** The condition keys that AWS documents for every service and for secrets, and their types (sections 6 and 8 of the reference). */
final class KnownKeys {
    /** What a key's values are. */
    enum Type {
        STRING,
        ARN,
        BOOL,
        NUMERIC,
        DATE,
        /** Seconds since 1970: a date, and a number. */
        EPOCH,
        IP,
        /** Any number of strings. */
        STRINGS
    }

    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("aws:principalarn", Type.ARN),
            Map.entry("aws:principalaccount", Type.STRING),
            Map.entry("aws:principaltype", Type.STRING),
            Map.entry("aws:principaltag/", Type.STRING),
            Map.entry("aws:userid", Type.STRING),
            Map.entry("aws:username", Type.STRING),
            Map.entry("aws:principalorgid", Type.STRING),
            Map.entry("aws:principalorgpaths", Type.STRINGS),
            Map.entry("aws:sourceidentity", Type.STRING),
            Map.entry("aws:federatedprovider", Type.STRING),
            Map.entry("aws:tokenissuetime", Type.DATE),
            Map.entry("aws:multifactorauthpresent", Type.BOOL),
            Map.entry("aws:multifactorauthage", Type.NUMERIC),
            Map.entry("aws:currenttime", Type.DATE),
            Map.entry("aws:epochtime", Type.EPOCH),
            Map.entry("aws:sourceip", Type.IP),
            Map.entry("aws:securetransport", Type.BOOL),
            Map.entry("aws:requestedregion", Type.STRING),
            Map.entry("aws:resourcetag/", Type.STRING),
            Map.entry("aws:requesttag/", Type.STRING),
            Map.entry("aws:tagkeys", Type.STRINGS),
            Map.entry("aws:resourceaccount", Type.STRING),
            Map.entry("aws:resourceorgid", Type.STRING),
            Map.entry("aws:resourceorgpaths", Type.STRINGS),
            Map.entry("aws:sourcearn", Type.ARN),
            Map.entry("aws:sourceaccount", Type.STRING),
            Map.entry("aws:sourceowner", Type.STRING),
            Map.entry("aws:sourceorgid", Type.STRING),
            Map.entry("aws:sourceorgpaths", Type.STRINGS),
            Map.entry("aws:sourcevpc", Type.STRING),
            Map.entry("aws:sourcevpce", Type.STRING),
            Map.entry("aws:vpcsourceip", Type.IP),
            Map.entry("aws:calledvia", Type.STRINGS),
            Map.entry("aws:calledviafirst", Type.STRING),
            Map.entry("aws:calledvialast", Type.STRING),
            Map.entry("aws:viaawsservice", Type.BOOL),
            Map.entry("aws:principalisawsservice", Type.BOOL),
            Map.entry("aws:principalservicename", Type.STRING),
            Map.entry("aws:principalservicenameslist", Type.STRINGS),
            Map.entry("aws:useragent", Type.STRING),
            Map.entry("aws:referer", Type.STRING),
            Map.entry("secretsmanager:secretid", Type.ARN),
            Map.entry("secretsmanager:secretprimaryregion", Type.STRING),
            Map.entry("secretsmanager:resource/allowrotationlambdaarn", Type.ARN),
            Map.entry("secretsmanager:resource/type", Type.STRING),
            Map.entry("secretsmanager:resourcetag/", Type.STRING),
            Map.entry("secretsmanager:name", Type.STRING),
            Map.entry("secretsmanager:description", Type.STRING),
            Map.entry("secretsmanager:kmskeyarn", Type.ARN),
            Map.entry("secretsmanager:kmskeyid", Type.STRING),
            Map.entry("secretsmanager:type", Type.STRING),
            Map.entry("secretsmanager:addreplicaregions", Type.STRINGS),
            Map.entry("secretsmanager:forceoverwritereplicasecret", Type.BOOL),
            Map.entry("secretsmanager:forcedeletewithoutrecovery", Type.BOOL),
            Map.entry("secretsmanager:recoverywindowindays", Type.NUMERIC),
            Map.entry("secretsmanager:versionid", Type.STRING),
            Map.entry("secretsmanager:versionstage", Type.STRING),
            Map.entry("secretsmanager:rotationlambdaarn", Type.ARN),
            Map.entry("secretsmanager:externalsecretrotationrolearn", Type.ARN),
            Map.entry("secretsmanager:modifyrotationrules", Type.BOOL),
            Map.entry("secretsmanager:rotateimmediately", Type.BOOL),
            Map.entry("secretsmanager:blockpublicpolicy", Type.BOOL));

    private KnownKeys() {}

    /** Returns the type of the key, if it is one of these. */
    static Optional<Type> typeOf(ConditionKey key) {
        Type whole = TYPES.get(key.folded());
        return Optional.ofNullable(whole != null || key.member().isEmpty() ? whole : TYPES.get(key.family()));
    }

    static boolean isMultiValued(ConditionKey key) {
        return TYPES.get(key.folded()) == Type.STRINGS;
    }

    /** Returns whether no request has the key: one of a service whose keys are all known here, or one with a blank in its name. */
    static boolean isUnknown(ConditionKey key) {
        boolean ofKnownService = key.folded().startsWith("aws:") || key.folded().startsWith("secretsmanager:");
        boolean blank = key.family().chars().anyMatch(Character::isWhitespace);
        return blank || ofKnownService && typeOf(key).isEmpty();
    }

    /** Returns whether the key names a family of tags but no tag. */
    static boolean lacksTagKey(ConditionKey key) {
        return key.member().isEmpty()
                && TYPES.containsKey(key.folded().endsWith("/") ? key.folded() : key.folded() + "/");
    }
}
