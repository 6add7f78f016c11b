package dev.secrets;

import static dev.secrets.Refusals.assertMarkedForDeletion;
import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.Tag;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.ValidationException;
import dev.secrets.store.FoundSecret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 11. The texts of refusals are our choice; AWS's are not known. */
final class TagResourceTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @BeforeEach
    void create() {
        secrets.createSecret("app/db", "value");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-01")
    void tag_oneByOne_keepsTheOrder() {
        Stream.of("zeta", "alpha", "mid").forEach(key -> tag(key, "x"));

        assertThat(tags()).extracting(Tag::key).containsExactly("zeta", "alpha", "mid");
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-02")
    void tag_knownKey_getsTheNewValueInItsPlace() {
        tag("first", "1");
        tag("second", "2");
        tag("first", "changed");

        assertThat(tags()).containsExactly(new Tag("first", "changed"), new Tag("second", "2"));
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-02")
    void tag_keysThatDifferInCase_areTwo() {
        tag("Team", "1");
        tag("team", "2");

        assertThat(tags()).containsExactly(new Tag("Team", "1"), new Tag("team", "2"));
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-03")
    void tag_emptyValue_isAllowed() {
        tag("key", "");

        assertThat(tags()).containsExactly(new Tag("key", ""));
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-03")
    void tag_emptyOrLongKey_isRefused() {
        Stream.of("", "k".repeat(129))
                .forEach(key -> Assertions.assertThatThrownBy(() -> new Tag(key, "value"))
                        .isInstanceOf(ValidationException.class));
        tag("k".repeat(128), "v".repeat(256));
        assertThat(tags()).hasSize(1);
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-04")
    void untag_unknownKey_succeedsAndChangesNothing() {
        tag("key", "value");
        FoundSecret before = fixture.store.find("app/db").orElseThrow();

        untag("other");

        assertThat(fixture.store.find("app/db")).contains(before);
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-04")
    void untag_secretNeverTagged_staysSo() {
        untag("other");

        assertThat(secrets.describeSecret("app/db").tags()).isEmpty();
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-05")
    void untag_severalAtOnceThenAll_leavesAnEmptyList() {
        Stream.of("a", "b", "c").forEach(key -> tag(key, "x"));

        untag("a", "c");
        assertThat(tags()).extracting(Tag::key).containsExactly("b");

        untag("b");
        assertThat(secrets.describeSecret("app/db").tags()).isEqualTo(Optional.of(List.of()));
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-06")
    void tag_the51st_isRefused() {
        secrets.tagResource(new TagResourceRequest("app/db", numbered(50)));

        assertTagsRefused(List.of(new Tag("one-more", "x")));
        tag("k7", "changed");
        assertThat(tags()).hasSize(50);
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-06")
    void tag_51AtOnce_areRefused() {
        assertTagsRefused(numbered(51));
        assertRefused(
                fixture,
                () -> secrets.createSecret(new CreateSecretRequest("other").tags(numbered(51))),
                "InvalidParameterException");
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-07")
    void tag_reservedPrefix_isRefusedInAnyCase() {
        Stream.of("aws:x", "AWS:x", "Aws:secretsmanager:owningService").forEach(reserved -> {
            assertTagsRefused(List.of(new Tag(reserved, "x")));
            assertTagsRefused(List.of(new Tag("fine", "x"), new Tag("key", reserved)));
            assertRefused(
                    fixture,
                    () -> secrets.untagResource(new UntagResourceRequest("app/db", List.of(reserved))),
                    "InvalidParameterException",
                    "You can't modify system tags. Tag key: '" + reserved + "'.");
            assertRefused(
                    fixture,
                    () -> secrets.createSecret(new CreateSecretRequest("other").tags(Map.of(reserved, "x"))),
                    "InvalidParameterException");
        });
        tag("awsome", "aws");
        assertThat(tags()).hasSize(1);
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-07")
    void tag_turkishLocale_doesNotChangeWhatIsReserved() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertTagsRefused(List.of(new Tag("AWS:I", "x")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-07")
    void tag_charactersThatTagsCannotHave_areRefused() {
        Stream.of("a*b", "a#b", "a\nb", "a\"b", "a,b").forEach(bad -> {
            assertTagsRefused(List.of(new Tag(bad, "x")));
            assertTagsRefused(List.of(new Tag("key", bad)));
        });
        tag("Größe 1+1=2._:/@-", "ÅÄÖ 日本");
        assertThat(tags()).hasSize(1);
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-08")
    void tag_scheduledSecret_isRefused() {
        secrets.deleteSecret("app/db");

        assertMarkedForDeletion(fixture, () -> tag("key", "value"));
        assertMarkedForDeletion(fixture, () -> untag("key"));
    }

    @Test
    @org.junit.jupiter.api.Tag("TAG-09")
    void tag_unknownSecret_isNotFound() {
        assertNotFound(fixture, () -> secrets.tagResource(new TagResourceRequest("no/such", Map.of("a", "b"))));
        assertNotFound(fixture, () -> secrets.untagResource(new UntagResourceRequest("no/such", List.of("a"))));
    }

    /** Our choice. */
    @Test
    @org.junit.jupiter.api.Tag("TAG-10")
    void tag_sameKeyTwiceInOneRequest_isRefused() {
        assertTagsRefused(List.of(new Tag("key", "1"), new Tag("key", "1")));
    }

    private void tag(String key, String value) {
        secrets.tagResource(new TagResourceRequest("app/db", List.of(new Tag(key, value))));
    }

    private void untag(String... keys) {
        secrets.untagResource(new UntagResourceRequest("app/db", List.of(keys)));
    }

    private List<Tag> tags() {
        return secrets.describeSecret("app/db").tags().orElseThrow();
    }

    private void assertTagsRefused(List<Tag> tags) {
        assertRefused(
                fixture,
                () -> secrets.tagResource(new TagResourceRequest("app/db", tags)),
                "InvalidParameterException");
    }

    private static List<Tag> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Tag("k" + i, "v")).toList();
    }
}
