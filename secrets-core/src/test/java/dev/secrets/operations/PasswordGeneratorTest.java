package dev.secrets.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.GetRandomPasswordRequest;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How passwords are distributed, by Pearson's chi-square test. A statistic of d degrees of freedom lies about d, with a variance
 * of 2 d; here it must stay below d + 5 sqrt(2 d), which a right generator misses less than once in 10,000 seeds. The seed is
 * fixed, so the test is not flaky.
 */
@Tag("RAND-14")
final class PasswordGeneratorTest {
    private static final long SEED = 20260203;
    private static final GetRandomPasswordRequest ANY = new GetRandomPasswordRequest();

    @Test
    void characters_noClassRequired_areUniform() {
        PasswordGenerator generator =
                PasswordGenerator.of(ANY.passwordLength(4096).requireEachIncludedType(false));
        long[] counts = new long[128];
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            count(generator.generate(random), counts);
        }

        assertThat(generator.pool()).hasSize(94);
        assertUniform(generator.pool().chars().mapToLong(c -> counts[c]).toArray());
    }

    @Test
    void characters_ofEachRequiredClass_areUniform() {
        PasswordGenerator generator = PasswordGenerator.of(ANY.passwordLength(4));
        long[] counts = new long[128];
        Random random = new Random(SEED);
        for (int i = 0; i < 40_000; i++) {
            count(generator.generate(random), counts);
        }

        for (String characters : generator.required()) {
            assertUniform(characters.chars().mapToLong(c -> counts[c]).toArray());
        }
    }

    @Test
    void places_ofTheOnlyDigit_areUniform() {
        assertPlacesUniform(Character::isDigit);
    }

    @Test
    void places_ofTheOnlyCapital_areUniform() {
        assertPlacesUniform(Character::isUpperCase);
    }

    @Test
    void places_ofTheOnlyPunctuation_areUniform() {
        assertPlacesUniform(c -> !Character.isLetterOrDigit(c));
    }

    /** Of four required characters each stands at each place equally often, and in each of the 24 orders. */
    @Test
    void orders_ofRequiredCharacters_areUniform() {
        PasswordGenerator generator = PasswordGenerator.of(ANY.passwordLength(4));
        Random random = new Random(SEED);
        long[] orders = new long[256];
        for (int i = 0; i < 48_000; i++) {
            int order = 0;
            for (char c : generator.generate(random)) {
                order = order * 4 + classOf(c);
            }
            orders[order]++;
        }

        long[] seen = Arrays.stream(orders).filter(count -> count > 0).toArray();
        assertThat(seen).hasSize(24);
        assertUniform(seen);
    }

    private static int classOf(char c) {
        if (Character.isDigit(c)) {
            return 0;
        }
        if (Character.isUpperCase(c)) {
            return 1;
        }
        return Character.isLowerCase(c) ? 2 : 3;
    }

    private static void assertPlacesUniform(IntPredicate isRequired) {
        PasswordGenerator generator = PasswordGenerator.of(ANY.passwordLength(4));
        Random random = new Random(SEED);
        long[] places = new long[4];
        for (int i = 0; i < 40_000; i++) {
            char[] password = generator.generate(random);
            for (int place = 0; place < password.length; place++) {
                places[place] += isRequired.test(password[place]) ? 1 : 0;
            }
        }
        assertUniform(places);
    }

    private static void count(char[] password, long[] counts) {
        for (char c : password) {
            counts[c]++;
        }
    }

    private static void assertUniform(long[] counts) {
        double expected = Arrays.stream(counts).average().orElseThrow();
        double statistic = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        int degrees = counts.length - 1;
        assertThat(statistic)
                .as("chi-square of " + degrees + " degrees of freedom, seed " + SEED)
                .isLessThan(degrees + 5 * Math.sqrt(2.0 * degrees));
    }
}
