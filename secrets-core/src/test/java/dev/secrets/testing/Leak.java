package dev.secrets.testing;

/**
 * A secret was found where none may be. Says which and how, and never shows it.
 *
 * @param secret which of the secrets looked for
 * @param form the form in which it was found
 * @param place where
 */
public record Leak(String secret, String form, String place) {
    Leak in(String otherPlace) {
        return new Leak(secret, form, otherPlace);
    }
}
