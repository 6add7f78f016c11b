package dev.secrets.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "a secret, a|secret",
        "asecret, asecret",
        "Thirdsecret, thirdsecret",
        "SecretOne, secret|one",
        "DescTwo, desc|two",
        "secretX, secret|x",
        "XSecret, x|secret",
        "parseJSON, parse|json",
        "JSONParser, json|parser",
        "éÉcole, é|école"
    })
    @Tag("FILT-13")
    void words_ofLetters_endWhereTheCaseRises(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(List.of(words.split("\\|")));
    }

    @ParameterizedTest
    @CsvSource({
        "COMPANYthings, compan|ythings",
        "uat/COMPANY/x, uat|company|x",
        "COMPANY, company",
        "COMPANY1, company|1",
        "AB, ab",
        "ABc, a|bc",
        "Ab, ab"
    })
    @Tag("FILT-14")
    void words_ofCapitals_giveTheLastOneToWhatFollows(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(List.of(words.split("\\|")));
    }

    @ParameterizedTest
    @CsvSource({
        "prod-App/x, prod|app|x",
        "a/b-c_d+e=f.g@h, a|b|c|d|e|f|g|h",
        "/-leading, leading",
        "trailing-/, trailing",
        "two  blanks, two|blanks",
        "'comma,colon:', comma|colon"
    })
    @Tag("FILT-15")
    @Tag("FILT-16")
    void words_separators_belongToNone(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(List.of(words.split("\\|")));
    }

    @ParameterizedTest
    @CsvSource({"db42prod, db|42|prod", "v1, v|1", "1v, 1|v", "42, 42", "X9Y, x|9|y"})
    @Tag("FILT-17")
    void words_lettersAndDigits_part(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(List.of(words.split("\\|")));
    }

    @Test
    @Tag("FILT-15")
    void words_ofSeparatorsAlone_areNone() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("+")).isEmpty();
        assertThat(Words.of(" /-_+=.@ ")).isEmpty();
    }

    /** The letters of a text are those of its words, whatever the default locale makes of a dotless i. */
    @Test
    void words_ofAnyText_loseNothingButSeparators() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            for (long seed = 0; seed < 5_000; seed++) {
                String text = randomText(new Random(seed));
                assertThat(String.join("", Words.of(text)))
                        .as("seed " + seed + ": " + text)
                        .isEqualTo(text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String randomText(Random random) {
        String alphabet = "abiABI01 /-_+=.@";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
