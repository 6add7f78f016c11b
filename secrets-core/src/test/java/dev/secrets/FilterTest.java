package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.SecretListEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 9 of the reference, with its own examples. */
final class FilterTest {
    private final SecretsFixture fixture = new SecretsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("FILT-01")
    void name_isACaseSensitivePrefix() {
        named("Foo", "foo", "foobar", "barfoo");

        assertThat(matching(FilterKey.NAME, "foo")).containsExactly("foo", "foobar");
    }

    @Test
    @Tag("FILT-02")
    void name_severalWords_areOnePrefix() {
        named("testing1", "one-testing1");

        assertThat(matching(FilterKey.NAME, "testing1 one")).isEmpty();
        assertThat(matching(FilterKey.NAME, "one testing1")).isEmpty();
    }

    @Test
    @Tag("FILT-03")
    void name_slashAndItsNegation_partTheSecrets() {
        named("/a", "/b/c", "d", "e/f");

        assertThat(matching(FilterKey.NAME, "/")).containsExactly("/a", "/b/c");
        assertThat(matching(FilterKey.NAME, "!/")).containsExactly("d", "e/f");
    }

    @Test
    @Tag("FILT-04")
    void description_isTheBeginningOfAWordInAnyCase() {
        described("a secret", "an secret", "asecret", "thesecret");

        assertThat(matching(FilterKey.DESCRIPTION, "a")).containsExactly("a-secret", "an-secret", "asecret");
        assertThat(matching(FilterKey.DESCRIPTION, "SECRET")).containsExactly("a-secret", "an-secret");
    }

    @Test
    @Tag("FILT-05")
    void description_everyWordMustOccurInAnyOrder() {
        described("one and two", "one", "two");

        assertThat(matching(FilterKey.DESCRIPTION, "one two")).containsExactly("one-and-two");
        assertThat(matching(FilterKey.DESCRIPTION, "two one")).containsExactly("one-and-two");
        assertThat(matching(FilterKey.DESCRIPTION, "o t")).containsExactly("one-and-two");
        assertThat(matching(FilterKey.DESCRIPTION, "t")).containsExactly("one-and-two", "two");
    }

    @Test
    @Tag("FILT-06")
    void description_twoWords_excludeTheJoinedOne() {
        described("a secret", "an secret", "asecret", "thesecret");

        assertThat(matching(FilterKey.DESCRIPTION, "a secret")).containsExactly("a-secret", "an-secret");
    }

    @Test
    @Tag("FILT-07")
    void description_negated_isTheRest() {
        described("a secret", "an secret", "asecret", "thesecret");

        assertThat(matching(FilterKey.DESCRIPTION, "!a")).containsExactly("thesecret");
        assertThat(matching(FilterKey.DESCRIPTION, "!c"))
                .containsExactly("a-secret", "an-secret", "asecret", "thesecret");
    }

    @Test
    @Tag("FILT-08")
    void tagKey_isACaseSensitivePrefixOfAnyKey() {
        tagged("first", Map.of("team", "x", "Stage", "y"));
        tagged("second", Map.of("myteam", "x"));

        assertThat(matching(FilterKey.TAG_KEY, "te")).containsExactly("first");
        assertThat(matching(FilterKey.TAG_KEY, "stage")).isEmpty();
        assertThat(matching(FilterKey.TAG_KEY, "x")).isEmpty();
    }

    @Test
    @Tag("FILT-09")
    void tagValue_isACaseSensitivePrefixOfAnyValue() {
        tagged("first", Map.of("team", "Payments"));
        tagged("second", Map.of("team", "shop"));

        assertThat(matching(FilterKey.TAG_VALUE, "Pay")).containsExactly("first");
        assertThat(matching(FilterKey.TAG_VALUE, "pay")).isEmpty();
        assertThat(matching(FilterKey.TAG_VALUE, "team")).isEmpty();
    }

    /** No secret of a store of one region has a primary elsewhere, and none is another service's. */
    @Test
    @Tag("FILT-10")
    @Tag("FILT-21")
    void owningServiceAndPrimaryRegion_absent_matchOnlyNegated() {
        named("a");

        assertThat(matching(FilterKey.OWNING_SERVICE, "rds")).isEmpty();
        assertThat(matching(FilterKey.OWNING_SERVICE, "!rds")).containsExactly("a");
        assertThat(matching(FilterKey.PRIMARY_REGION, "us-")).isEmpty();
        assertThat(matching(FilterKey.PRIMARY_REGION, "!us-")).containsExactly("a");
    }

    @Test
    @Tag("FILT-11")
    void all_looksAtNameDescriptionAndTagsInAnyCase() {
        create(new CreateSecretRequest("SecretOne"));
        create(new CreateSecretRequest("two").description("another secret"));
        create(new CreateSecretRequest("three").tags(Map.of("Secret", "x")));
        create(new CreateSecretRequest("four").tags(Map.of("x", "secretive")));
        create(new CreateSecretRequest("Thirdsecret"));

        List.of("Secret", "secret", "sec")
                .forEach(value -> assertThat(matching(FilterKey.ALL, value))
                        .containsExactlyInAnyOrder("SecretOne", "two", "three", "four"));
    }

    @Test
    @Tag("FILT-11")
    void all_words_mayBeOfSeveralAttributes() {
        create(new CreateSecretRequest("payments/db").description("main").tags(Map.of("stage", "prod")));

        assertThat(matching(FilterKey.ALL, "prod payments main")).containsExactly("payments/db");
        assertThat(matching(FilterKey.ALL, "prod payments other")).isEmpty();
    }

    @Test
    @Tag("FILT-12")
    void all_innerPartOfAWord_doesNotMatch() {
        named("SecretOne", "COMPANY");

        List.of("ret", "pany", "SomeSecret")
                .forEach(value ->
                        assertThat(matching(FilterKey.ALL, value)).as(value).isEmpty());
    }

    @Test
    @Tag("FILT-13")
    void all_camelCase_isSeveralWords() {
        create(new CreateSecretRequest("one").description("DescTwo"));

        assertThat(matching(FilterKey.ALL, "Two")).containsExactly("one");
        assertThat(matching(FilterKey.ALL, "d t")).containsExactly("one");
    }

    @Test
    @Tag("FILT-14")
    void all_runOfCapitals_givesItsLastOneToTheNextWord() {
        named("COMPANYthings", "uat/COMPANY/x");

        assertThat(matching(FilterKey.ALL, "Ythings")).containsExactly("COMPANYthings");
        assertThat(matching(FilterKey.ALL, "company")).containsExactly("uat/COMPANY/x");
        List.of("things", "N", "pany")
                .forEach(value ->
                        assertThat(matching(FilterKey.ALL, value)).as(value).isEmpty());
    }

    @Test
    @Tag("FILT-15")
    void all_eachSeparator_partsWords() {
        List<String> separators = List.of("/", "-", "_", "+", "=", ".", "@");
        separators.forEach(separator -> create(new CreateSecretRequest("left" + separator + "right")));

        assertThat(matching(FilterKey.ALL, "right")).hasSize(separators.size());
        separators.forEach(separator ->
                assertThat(matching(FilterKey.ALL, separator)).as(separator).isEmpty());
    }

    @Test
    @Tag("FILT-16")
    void all_twoDifferentSeparators_partWordsToo() {
        named("prod-App/x");

        List.of("prod", "app", "x", "x prod")
                .forEach(value ->
                        assertThat(matching(FilterKey.ALL, value)).as(value).containsExactly("prod-App/x"));
    }

    @Test
    @Tag("FILT-17")
    void all_lettersAndDigits_areDifferentWords() {
        named("db42prod");

        List.of("db", "42", "prod", "db42", "4")
                .forEach(value ->
                        assertThat(matching(FilterKey.ALL, value)).as(value).containsExactly("db42prod"));
        assertThat(matching(FilterKey.ALL, "2")).isEmpty();
    }

    @Test
    @Tag("FILT-18")
    void values_ofOneFilter_areAlternatives() {
        named("a1", "b1", "c1");

        assertThat(matching(FilterKey.NAME, "a", "b")).containsExactly("a1", "b1");
    }

    /** Our choice: a negated value is an alternative like any other. */
    @Test
    @Tag("FILT-18")
    void values_negatedOnes_areAlternativesToo() {
        named("a1", "b1", "c1");

        assertThat(matching(FilterKey.NAME, "a", "!a")).containsExactly("a1", "b1", "c1");
        assertThat(matching(FilterKey.NAME, "!a", "!b")).containsExactly("a1", "b1", "c1");
    }

    @Test
    @Tag("FILT-19")
    void filters_sameKeyTwice_mustBothHold() {
        tagged("both", Map.of("team", "x", "stage", "y"));
        tagged("one", Map.of("team", "x"));

        assertThat(matching(new Filter(FilterKey.TAG_KEY, "team"), new Filter(FilterKey.TAG_KEY, "stage")))
                .containsExactly("both");
    }

    @Test
    @Tag("FILT-20")
    void filters_differentKeys_mustAllHold() {
        tagged("app/a", Map.of("team", "x"));
        tagged("app/b", Map.of("stage", "x"));
        tagged("other", Map.of("team", "x"));

        assertThat(matching(new Filter(FilterKey.NAME, "app/"), new Filter(FilterKey.TAG_KEY, "team")))
                .containsExactly("app/a");
    }

    /** Our choice for the negative half: what is absent does not match, so its negation does. */
    @Test
    @Tag("FILT-21")
    void attribute_absent_matchesNoPositiveValue() {
        named("bare");
        create(new CreateSecretRequest("dressed").description("word").tags(Map.of("key", "value")));

        assertThat(matching(FilterKey.DESCRIPTION, "word")).containsExactly("dressed");
        assertThat(matching(FilterKey.TAG_KEY, "key")).containsExactly("dressed");
        assertThat(matching(FilterKey.DESCRIPTION, "!word")).containsExactly("bare");
        assertThat(matching(FilterKey.TAG_KEY, "!key")).containsExactly("bare");
    }

    @Test
    @Tag("FILT-22")
    void filter_withoutValues_isRefused() {
        assertThatThrownBy(() -> new Filter(FilterKey.TAG_KEY, List.of()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("Invalid filter values for key: tag-key");
    }

    private void named(String... names) {
        List.of(names).forEach(name -> create(new CreateSecretRequest(name)));
    }

    /** Makes a secret for each description; each is named as its description is spelt, with hyphens for blanks. */
    private void described(String... descriptions) {
        List.of(descriptions)
                .forEach(text -> create(new CreateSecretRequest(text.replace(' ', '-')).description(text)));
    }

    private void tagged(String name, Map<String, String> tags) {
        create(new CreateSecretRequest(name).tags(tags));
    }

    private void create(CreateSecretRequest request) {
        fixture.secrets.createSecret(request);
        fixture.clock.advance(Duration.ofMillis(1));
    }

    private List<String> matching(FilterKey key, String... values) {
        return matching(new Filter(key, values));
    }

    /** Names of the secrets that match, in order of creation. */
    private List<String> matching(Filter... filters) {
        return fixture.secrets.listSecrets(new ListSecretsRequest().filters(filters)).secretList().stream()
                .map(SecretListEntry::name)
                .toList();
    }

    /** As a refusal shows it. */
    @Test
    void toString_isByTheNamesOfTheWire() {
        assertThat(new Filter(FilterKey.TAG_KEY, "a", "b")).hasToString("Filter(key=tag-key, values=[a, b])");
    }
}
