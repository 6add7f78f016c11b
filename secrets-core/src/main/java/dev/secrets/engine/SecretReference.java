package dev.secrets.engine;

import dev.secrets.model.ValidationException;
import dev.secrets.state.Secret;
import java.util.Optional;

/**
 * A secret as a caller names it: by name, by full ARN, or by ARN without the six-character suffix (section 2 of the reference).
 *
 * @param given what the caller wrote
 * @param name the name to look up; absent if it means a secret of another partition, region or account
 * @param suffix the suffix that the secret's ARN must have; absent if any will do
 * @param elsewhere the ARN of such a secret, or one that it could have
 */
record SecretReference(String given, Optional<String> name, Optional<String> suffix, Optional<String> elsewhere) {
    private static final int SUFFIX_LENGTH = 6;
    private static final int ASCII = 128;
    private static final boolean[] NAME_CHARACTERS = nameCharacters();

    /** Stands for the six characters that the ARN of a missing secret would have. */
    private static final String UNKNOWN_SUFFIX = "000000";

    /**
     * Reads how a caller names a secret.
     *
     * @param callerArns the ARNs of the caller's account: a name is always that of a secret there (section 2 of the reference)
     * @param arns the ARNs of the store's account
     * @throws ValidationException if a name has characters that no name can have (checklist ID-09)
     */
    static SecretReference parse(String secretId, Arns callerArns, Arns arns) {
        if (!secretId.startsWith("arn:")) {
            SecretReference named = named(secretId);
            return callerArns.equals(arns) ? named : elsewhere(secretId, named.presumedArn(callerArns));
        }
        String prefix = arns.prefix();
        return secretId.startsWith(prefix)
                ? parseRemainder(secretId, secretId.substring(prefix.length()))
                : elsewhere(secretId, secretId);
    }

    private static SecretReference elsewhere(String given, String arn) {
        return new SecretReference(given, Optional.empty(), Optional.empty(), Optional.of(arn));
    }

    private static SecretReference here(String given, Optional<String> name, Optional<String> suffix) {
        return new SecretReference(given, name, suffix, Optional.empty());
    }

    /** Returns the reference to a name that is to be given to a secret; what begins like an ARN is no name. */
    static SecretReference named(String name) {
        return here(name, Optional.of(requireName(name)), Optional.empty());
    }

    /** A remainder that looks like a full ARN's is one: a name that ends this way can't be told (checklist ID-05). */
    private static SecretReference parseRemainder(String secretId, String remainder) {
        int hyphen = remainder.length() - SUFFIX_LENGTH - 1;
        if (hyphen > 0 && remainder.charAt(hyphen) == '-' && isAlphanumeric(remainder, hyphen + 1)) {
            return here(
                    secretId,
                    nameIfLegal(remainder.substring(0, hyphen)),
                    Optional.of(remainder.substring(hyphen + 1)));
        }
        return here(secretId, nameIfLegal(remainder), Optional.empty());
    }

    /** Reserved records can't be named, not even by an ARN. */
    private static Optional<String> nameIfLegal(String remainder) {
        return Optional.of(remainder).filter(SecretReference::isName);
    }

    private static String requireName(String name) {
        if (!isName(name)) {
            throw ValidationException.invalidName();
        }
        return name;
    }

    /** Returns whether a text has the characters of a name, and at least one; reserved records have none of that kind. */
    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= NAME_CHARACTERS.length || !NAME_CHARACTERS[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Every call asks of each character of its secret's name. */
    private static boolean[] nameCharacters() {
        boolean[] legal = new boolean[ASCII];
        for (int c = 0; c < ASCII; c++) {
            legal[c] = isAlphanumeric(c) || "/_+=.@!-".indexOf(c) >= 0;
        }
        return legal;
    }

    private static boolean isAlphanumeric(String text, int from) {
        return text.chars().skip(from).allMatch(SecretReference::isAlphanumeric);
    }

    private static boolean isAlphanumeric(int c) {
        return c < ASCII && Character.isLetterOrDigit(c);
    }

    boolean matches(Secret secret) {
        return suffix.isEmpty() || suffix.get().equals(secret.identity().suffix());
    }

    /** Returns the ARN that policies judge by when there is no such secret. */
    String presumedArn(Arns arns) {
        return name.isPresent() ? arns.of(name.get(), suffix.orElse(UNKNOWN_SUFFIX)) : elsewhere.orElse(given);
    }
}
