package dev.secrets.operations;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Random passwords (section 10). Each character is drawn uniformly from all that are allowed; where each class must occur, one
 * of each is drawn first, and all are put in a random order.
 *
 * @param length how many characters
 * @param required the classes of which one character must occur each
 * @param pool all characters that may occur
 */
record PasswordGenerator(int length, List<String> required, String pool) {
    private static final int DEFAULT_LENGTH = 32;
    private static final String UPPERCASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
    private static final String NUMBERS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final String SPACE = " ";

    /** @throws InvalidParameterException if no such password exists (checklist RAND-07, RAND-10, RAND-12) */
    static PasswordGenerator of(GetRandomPasswordRequest request) {
        List<String> classes = classes(request);
        boolean requireEach = request.requireEachIncludedType().orElse(true);
        if (requireEach && classes.stream().anyMatch(String::isEmpty)) {
            throw new InvalidParameterException("All characters of the desired type have been excluded");
        }
        int length = request.passwordLength().orElse((long) DEFAULT_LENGTH).intValue();
        if (requireEach && length < classes.size()) {
            throw new InvalidParameterException("Password length is too short based on the required types");
        }
        String space = request.includeSpace().orElse(false) ? without(SPACE, excluded(request)) : "";
        String pool = String.join("", classes) + space;
        if (pool.isEmpty()) {
            throw new InvalidParameterException("All characters have been excluded from selection");
        }
        return new PasswordGenerator(length, requireEach ? classes : List.of(), pool);
    }

    /** The classes that are not switched off, without the characters that are excluded one by one. */
    private static List<String> classes(GetRandomPasswordRequest request) {
        List<String> classes = new ArrayList<>();
        add(classes, UPPERCASE, request.excludeUppercase(), request);
        add(classes, LOWERCASE, request.excludeLowercase(), request);
        add(classes, NUMBERS, request.excludeNumbers(), request);
        add(classes, PUNCTUATION, request.excludePunctuation(), request);
        return classes;
    }

    private static void add(
            List<String> classes, String characters, Optional<Boolean> off, GetRandomPasswordRequest request) {
        if (!off.orElse(false)) {
            classes.add(without(characters, excluded(request)));
        }
    }

    private static String excluded(GetRandomPasswordRequest request) {
        return request.excludeCharacters().orElse("");
    }

    private static String without(String characters, String excluded) {
        return characters
                .chars()
                .filter(c -> excluded.indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    char[] generate(RandomGenerator random) {
        char[] password = new char[length];
        for (int i = 0; i < length; i++) {
            String characters = i < required.size() ? required.get(i) : pool;
            password[i] = characters.charAt(random.nextInt(characters.length()));
        }
        shuffle(password, random);
        return password;
    }

    private static void shuffle(char[] characters, RandomGenerator random) {
        for (int i = characters.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            char swapped = characters[i];
            characters[i] = characters[j];
            characters[j] = swapped;
        }
    }
}
