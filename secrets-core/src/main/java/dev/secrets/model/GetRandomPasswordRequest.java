package dev.secrets.model;

import java.util.Optional;

/**
 * Asks for a random password; nothing is stored.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param passwordLength the length, 1 to 4096; 32 when absent
 * @param excludeCharacters characters that may not occur, taken literally; at most 4096
 * @param excludeNumbers whether digits are left out
 * @param excludePunctuation whether punctuation is left out
 * @param excludeUppercase whether upper-case letters are left out
 * @param excludeLowercase whether lower-case letters are left out
 * @param includeSpace whether a space may occur; not when absent
 * @param requireEachIncludedType whether every class that is not left out must occur; so when absent
 */
public record GetRandomPasswordRequest(
        Optional<Long> passwordLength,
        Optional<String> excludeCharacters,
        Optional<Boolean> excludeNumbers,
        Optional<Boolean> excludePunctuation,
        Optional<Boolean> excludeUppercase,
        Optional<Boolean> excludeLowercase,
        Optional<Boolean> includeSpace,
        Optional<Boolean> requireEachIncludedType) {
    /** @throws ValidationException if a member is outside its limits */
    public GetRandomPasswordRequest {
        new Violations()
                .range("passwordLength", passwordLength, 1, 4096)
                .length("excludeCharacters", excludeCharacters, 0, 4096)
                .check();
    }

    /** Creates a request with only the required members. */
    public GetRandomPasswordRequest() {
        this(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy of this request with {@link #passwordLength()} set. */
    public GetRandomPasswordRequest passwordLength(long passwordLength) {
        return new GetRandomPasswordRequest(
                Optional.of(passwordLength),
                excludeCharacters,
                excludeNumbers,
                excludePunctuation,
                excludeUppercase,
                excludeLowercase,
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #excludeCharacters()} set. */
    public GetRandomPasswordRequest excludeCharacters(String excludeCharacters) {
        return new GetRandomPasswordRequest(
                passwordLength,
                Optional.of(excludeCharacters),
                excludeNumbers,
                excludePunctuation,
                excludeUppercase,
                excludeLowercase,
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #excludeNumbers()} set. */
    public GetRandomPasswordRequest excludeNumbers(boolean excludeNumbers) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                Optional.of(excludeNumbers),
                excludePunctuation,
                excludeUppercase,
                excludeLowercase,
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #excludePunctuation()} set. */
    public GetRandomPasswordRequest excludePunctuation(boolean excludePunctuation) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                excludeNumbers,
                Optional.of(excludePunctuation),
                excludeUppercase,
                excludeLowercase,
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #excludeUppercase()} set. */
    public GetRandomPasswordRequest excludeUppercase(boolean excludeUppercase) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                excludeNumbers,
                excludePunctuation,
                Optional.of(excludeUppercase),
                excludeLowercase,
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #excludeLowercase()} set. */
    public GetRandomPasswordRequest excludeLowercase(boolean excludeLowercase) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                excludeNumbers,
                excludePunctuation,
                excludeUppercase,
                Optional.of(excludeLowercase),
                includeSpace,
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #includeSpace()} set. */
    public GetRandomPasswordRequest includeSpace(boolean includeSpace) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                excludeNumbers,
                excludePunctuation,
                excludeUppercase,
                excludeLowercase,
                Optional.of(includeSpace),
                requireEachIncludedType);
    }

    /** Returns a copy of this request with {@link #requireEachIncludedType()} set. */
    public GetRandomPasswordRequest requireEachIncludedType(boolean requireEachIncludedType) {
        return new GetRandomPasswordRequest(
                passwordLength,
                excludeCharacters,
                excludeNumbers,
                excludePunctuation,
                excludeUppercase,
                excludeLowercase,
                includeSpace,
                Optional.of(requireEachIncludedType));
    }
}
