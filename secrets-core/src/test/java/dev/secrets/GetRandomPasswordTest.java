package dev.secrets;

import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.GetRandomPasswordRequest;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class GetRandomPasswordTest {
    private static final String UPPERCASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
    private static final String NUMBERS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final GetRandomPasswordRequest ANY = new GetRandomPasswordRequest();

    private final SecretsFixture fixture = new SecretsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("RAND-01")
    void password_byDefault_has32CharactersOfAllClasses() {
        assertAll(
                ANY,
                password -> password.length() == 32
                        && Stream.of(UPPERCASE, LOWERCASE, NUMBERS, PUNCTUATION)
                                .allMatch(characters -> hasAny(password, characters)));
    }

    @Test
    @Tag("RAND-02")
    void password_length_isExact() {
        IntStream.of(4, 5, 31, 4096)
                .forEach(length ->
                        assertThat(password(ANY.passwordLength(length))).hasSize(length));
    }

    @Test
    @Tag("RAND-03")
    void password_excludedCharacters_areTakenLiterally() {
        String excluded = "a-z.*[^]\\d$(|)+?{}";

        assertAll(
                ANY.excludeCharacters(excluded).passwordLength(200),
                password -> !hasAny(password, excluded) && hasAny(password, "bcdefghijklmnopqrstuvwxy"));
    }

    @Test
    @Tag("RAND-04")
    void password_classSwitchedOff_doesNotOccur() {
        assertAll(ANY.excludeUppercase(true), password -> !hasAny(password, UPPERCASE));
        assertAll(ANY.excludeLowercase(true), password -> !hasAny(password, LOWERCASE));
        assertAll(ANY.excludeNumbers(true), password -> !hasAny(password, NUMBERS));
        assertAll(ANY.excludePunctuation(true), password -> !hasAny(password, PUNCTUATION));
    }

    @Test
    @Tag("RAND-05")
    void password_space_isAdmittedWhenAskedForAndNeverForced() {
        assertAll(ANY.passwordLength(500), password -> !hasAny(password, " "));
        assertThat(password(ANY.passwordLength(4096).includeSpace(true))).contains(" ");
        assertAll(ANY.passwordLength(4).includeSpace(true), password -> !hasAny(password, " "));
    }

    @Test
    @Tag("RAND-05")
    void password_excludedSpace_isDropped() {
        assertAll(
                ANY.passwordLength(500).includeSpace(true).excludeCharacters(" "), password -> !hasAny(password, " "));
    }

    @Test
    @Tag("RAND-06")
    void password_eachClassNotSwitchedOff_occurs() {
        assertAll(
                ANY.passwordLength(2).excludePunctuation(true).excludeUppercase(true),
                password -> hasAny(password, LOWERCASE) && hasAny(password, NUMBERS));
    }

    @Test
    @Tag("RAND-07")
    void password_shorterThanItsClasses_isRefused() {
        Stream.of(ANY.passwordLength(3), ANY.passwordLength(2).excludeNumbers(true))
                .forEach(request ->
                        assertPasswordRefused(request, "Password length is too short based on the required types"));
    }

    @Test
    @Tag("RAND-07")
    void password_classesNotRequired_mayBeShorter() {
        assertAll(ANY.passwordLength(1).requireEachIncludedType(false), password -> password.length() == 1);
    }

    @Test
    @Tag("RAND-08")
    void password_oneCharacterOfOneClass_works() {
        assertAll(
                ANY.passwordLength(1)
                        .excludeLowercase(true)
                        .excludeUppercase(true)
                        .excludePunctuation(true),
                password -> password.length() == 1 && hasAny(password, NUMBERS));
    }

    @Test
    @Tag("RAND-09")
    void password_ofFour_hasOneOfEachClass() {
        assertAll(
                ANY.passwordLength(4),
                password -> Stream.of(UPPERCASE, LOWERCASE, NUMBERS, PUNCTUATION)
                        .allMatch(characters -> hasAny(password, characters)));
    }

    @Test
    @Tag("RAND-10")
    void password_requiredClassEmptied_isRefused() {
        assertPasswordRefused(ANY.excludeCharacters(NUMBERS), "All characters of the desired type have been excluded");
    }

    @Test
    @Tag("RAND-11")
    void password_emptiedClassNotRequired_isSkipped() {
        assertAll(
                ANY.excludeCharacters(NUMBERS).requireEachIncludedType(false), password -> !hasAny(password, NUMBERS));
    }

    @Test
    @Tag("RAND-12")
    void password_nothingLeft_isRefused() {
        GetRandomPasswordRequest nothing = ANY.excludeUppercase(true)
                .excludeLowercase(true)
                .excludeNumbers(true)
                .excludePunctuation(true);
        GetRandomPasswordRequest emptied = ANY.requireEachIncludedType(false)
                .excludeCharacters(UPPERCASE + LOWERCASE + NUMBERS + PUNCTUATION + " ")
                .includeSpace(true);

        Stream.of(nothing, emptied)
                .forEach(request -> assertPasswordRefused(request, "All characters have been excluded from selection"));
        assertThat(password(nothing.includeSpace(true).passwordLength(3))).isEqualTo("   ");
    }

    @Test
    @Tag("RAND-15")
    void password_asked_leavesNothingInTheStore() {
        password(ANY);

        assertThat(fixture.store.page("", 10)).allMatch(record -> record.name().startsWith("#"));
    }

    @Test
    @Tag("SEC-01")
    void password_neverShowsItself() {
        String password = password(ANY.passwordLength(64));

        assertThat(fixture.trail.toString()).doesNotContain(password);
        assertThat(fixture.secrets.getRandomPassword(ANY).toString()).contains("redacted");
    }

    private String password(GetRandomPasswordRequest request) {
        return fixture.secrets.getRandomPassword(request).randomPassword().revealString();
    }

    private void assertAll(GetRandomPasswordRequest request, Predicate<String> property) {
        for (int i = 0; i < 50; i++) {
            assertThat(property.test(password(request))).isTrue();
        }
    }

    private void assertPasswordRefused(GetRandomPasswordRequest request, String message) {
        assertRefused(fixture, () -> fixture.secrets.getRandomPassword(request), "InvalidParameterException", message);
    }

    private static boolean hasAny(String password, String characters) {
        return password.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }
}
