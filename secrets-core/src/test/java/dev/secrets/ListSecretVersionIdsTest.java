package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretVersionsListEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.7 of the reference. */
final class ListSecretVersionIdsTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static ListSecretVersionIdsRequest request() {
        return new ListSecretVersionIdsRequest("prod/db");
    }

    private List<SecretVersionsListEntry> listed(ListSecretVersionIdsRequest request) {
        return secrets.listSecretVersionIds(request).versions();
    }

    private static List<String> ids(List<SecretVersionsListEntry> versions) {
        return versions.stream().map(SecretVersionsListEntry::versionId).toList();
    }

    private String putLater(String value, String... labels) {
        fixture.clock.advance(Duration.ofSeconds(1));
        return fixture.put("prod/db", value, labels);
    }

    @Test
    @Tag("VERS-01")
    @Tag("VERS-02")
    void listSecretVersionIds_deprecatedVersions_areHiddenUnlessAskedFor() {
        String one = fixture.create("prod/db", "one");
        String two = putLater("two");
        String three = putLater("three");

        assertThat(ids(listed(request()))).containsExactly(two, three);
        assertThat(ids(listed(request().includeDeprecated(false)))).containsExactly(two, three);
        assertThat(ids(listed(request().includeDeprecated(true)))).containsExactly(one, two, three);
        assertThat(listed(request().includeDeprecated(true)))
                .extracting(SecretVersionsListEntry::versionStages)
                .containsExactly(
                        Optional.empty(), Optional.of(List.of("AWSPREVIOUS")), Optional.of(List.of("AWSCURRENT")));
    }

    @Test
    @Tag("VERS-03")
    @Tag("VERS-04")
    void listSecretVersionIds_entry_tellsDatesAndKey() {
        secrets.createSecret(
                new CreateSecretRequest("own").kmsKeyId("alias/own").secretString("one"));
        String arn = secrets.createSecret("prod/db", "one").arn();
        Instant created = fixture.clock.instant();

        ListSecretVersionIdsResponse response = secrets.listSecretVersionIds(request());
        assertThat(response.arn()).isEqualTo(arn);
        assertThat(response.name()).isEqualTo("prod/db");
        assertThat(response.nextToken()).isEmpty();
        assertThat(response.versions()).singleElement().satisfies(version -> {
            assertThat(version.createdDate()).isEqualTo(created);
            assertThat(version.kmsKeyIds()).containsExactly("DefaultEncryptionKey");
            assertThat(version.lastAccessedDate()).isEmpty();
        });
        assertThat(listed(new ListSecretVersionIdsRequest("own")))
                .singleElement()
                .satisfies(version -> assertThat(version.kmsKeyIds()).containsExactly("alias/own"));

        secrets.getSecretValue(new GetSecretValueRequest("prod/db"));
        assertThat(listed(request()))
                .singleElement()
                .satisfies(version ->
                        assertThat(version.lastAccessedDate()).contains(Instant.parse("2026-02-03T00:00:00Z")));
    }

    @Test
    @Tag("VERS-05")
    void listSecretVersionIds_unknownSecret_isNotFound() {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.",
                () -> secrets.listSecretVersionIds(request()));
    }

    /** That the list is there and empty is our choice. */
    @Test
    @Tag("VERS-06")
    void listSecretVersionIds_secretWithoutVersion_isEmpty() {
        fixture.createEmpty("prod/db");

        assertThat(listed(request())).isEmpty();
        assertThat(listed(request().includeDeprecated(true))).isEmpty();
    }

    @Test
    @Tag("VERS-07")
    @Tag("VERS-09")
    void listSecretVersionIds_pages_haveEveryVersionOnce_oldestFirst() {
        List<String> all = new ArrayList<>(List.of(fixture.create("prod/db", "0")));
        for (int i = 1; i < 12; i++) {
            all.add(putLater("value " + i));
        }

        List<String> paged = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            ListSecretVersionIdsRequest request =
                    request().includeDeprecated(true).maxResults(5);
            ListSecretVersionIdsResponse page =
                    secrets.listSecretVersionIds(token.map(request::nextToken).orElse(request));
            paged.addAll(ids(page.versions()));
            sizes.add(page.versions().size());
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(paged).isEqualTo(all);
        assertThat(sizes).containsExactly(5, 5, 2);
    }

    /** Versions of the same moment are in the order of their ids: our choice, so that pages have no gap. */
    @Test
    @Tag("VERS-07")
    @Tag("VERS-09")
    void listSecretVersionIds_versionsOfOneMoment_arePagedWithoutGap() {
        List<String> all = new ArrayList<>(List.of(fixture.create("prod/db", "0")));
        for (int i = 1; i < 9; i++) {
            all.add(fixture.put("prod/db", "value " + i, "label-" + i));
        }
        ListSecretVersionIdsRequest request = request().maxResults(4);
        ListSecretVersionIdsResponse first = secrets.listSecretVersionIds(request);
        ListSecretVersionIdsResponse second =
                secrets.listSecretVersionIds(request.nextToken(first.nextToken().orElseThrow()));
        ListSecretVersionIdsResponse third = secrets.listSecretVersionIds(
                request.nextToken(second.nextToken().orElseThrow()));

        List<String> paged = new ArrayList<>(ids(first.versions()));
        paged.addAll(ids(second.versions()));
        paged.addAll(ids(third.versions()));
        assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
        assertThat(third.nextToken()).isEmpty();
    }

    /** AWS's text is not known. */
    @Test
    @Tag("VERS-07")
    void listSecretVersionIds_tokenThatIsNotItsOwn_isRefused() {
        fixture.create("prod/db", "one");
        fixture.put("prod/db", "two");
        fixture.create("other", "one");
        fixture.put("other", "two");
        String token = secrets.listSecretVersionIds(request().maxResults(1))
                .nextToken()
                .orElseThrow();

        for (ListSecretVersionIdsRequest bad : List.of(
                request().nextToken("garbage"),
                request().nextToken("ä"),
                request().nextToken(token.substring(1)),
                request().nextToken(token + "AAAA"),
                request().nextToken(token).includeDeprecated(true),
                new ListSecretVersionIdsRequest("other").nextToken(token))) {
            fixture.assertRefused(
                    "InvalidNextTokenException",
                    "The NextToken value is not valid for this request.",
                    () -> secrets.listSecretVersionIds(bad));
        }
    }

    @Test
    @Tag("VERS-08")
    void listSecretVersionIds_scheduledForDeletion_worksAsBefore() {
        String one = fixture.create("prod/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));

        assertThat(ids(listed(request()))).containsExactly(one);
    }

    /** Whether AWS lists it is not established; here a version is listed from the moment it exists. */
    @Test
    @Tag("VERS-01")
    void listSecretVersionIds_versionThatRotationHasYetToFill_isListed_inItsPlace() {
        String one = fixture.create("prod/db", "one");
        fixture.clock.advance(Duration.ofSeconds(1));
        String pending = secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();
        String blue = putLater("two", "blue");

        assertThat(ids(listed(request()))).containsExactly(one, pending, blue);

        fixture.clock.advance(Duration.ofSeconds(1));
        secrets.putSecretValue(new PutSecretValueRequest("prod/db")
                .clientRequestToken(pending)
                .secretString("three")
                .versionStages("AWSPENDING"));
        assertThat(ids(listed(request()))).containsExactly(one, pending, blue);
    }
}
