package dev.secrets;

import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.model.TagResourceRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ListSecretsTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("LIST-01")
    void list_emptyStore_isEmptyWithoutToken() {
        ListSecretsResponse response = secrets.listSecrets();

        assertThat(response.secretList()).isEmpty();
        assertThat(response.nextToken()).isEmpty();
    }

    @Test
    @Tag("LIST-02")
    void list_entry_tellsWhatDescribeTells() {
        String version = secrets.createSecret("app/db", "value").versionId().orElseThrow();
        secrets.tagResource(new TagResourceRequest("app/db", Map.of("team", "payments")));

        SecretListEntry entry = secrets.listSecrets().secretList().get(0);

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(entry).isEqualTo(SecretListEntry.of(described));
        assertThat(entry.secretVersionsToStages()).contains(Map.of(version, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("LIST-03")
    void list_scheduledSecret_isHiddenUnlessAskedFor() {
        secrets.createSecret("kept", "value");
        secrets.createSecret("going", "value");
        secrets.deleteSecret(new DeleteSecretRequest("going").recoveryWindowInDays(7));

        assertThat(names(new ListSecretsRequest())).containsExactly("kept");
        List<SecretListEntry> all = list(new ListSecretsRequest().includePlannedDeletion(true));
        assertThat(all).extracting(SecretListEntry::name).containsExactlyInAnyOrder("kept", "going");
        assertThat(entry(all, "going").deletedDate())
                .contains(fixture.clock.instant().plus(Duration.ofDays(7)));
        assertThat(entry(all, "kept").deletedDate()).isEmpty();
    }

    @Test
    @Tag("LIST-03")
    void list_secretPastItsWindow_isGoneEvenBeforeItIsPurged() {
        secrets.createSecret("going", "value");
        secrets.deleteSecret(new DeleteSecretRequest("going").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        assertThat(names(new ListSecretsRequest().includePlannedDeletion(true))).isEmpty();
    }

    @Test
    @Tag("LIST-04")
    void list_withoutOrder_isInOrderOfCreation() {
        createOneByOne("c", "a", "b");

        assertThat(names(new ListSecretsRequest())).containsExactly("c", "a", "b");
        assertThat(names(new ListSecretsRequest().sortOrder(SortOrder.DESC))).containsExactly("b", "a", "c");
    }

    @Test
    @Tag("LIST-04")
    void list_equalCreationDates_areSettledByName() {
        Stream.of("c", "a", "b").forEach(name -> secrets.createSecret(name, "value"));

        assertThat(names(new ListSecretsRequest())).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("LIST-05")
    void list_sortedByName_isByCharacters() {
        createOneByOne("b", "B", "a/z", "a");

        assertThat(names(sorted(SortBy.NAME, SortOrder.ASC))).containsExactly("B", "a", "a/z", "b");
        assertThat(names(sorted(SortBy.NAME, SortOrder.DESC))).containsExactly("b", "a/z", "a", "B");
    }

    @Test
    @Tag("LIST-05")
    void list_sortedByLastChange_followsChanges() {
        createOneByOne("a", "b", "c");
        secrets.putSecretValue("a", "changed");

        assertThat(names(sorted(SortBy.LAST_CHANGED_DATE, SortOrder.ASC))).containsExactly("b", "c", "a");
        assertThat(names(sorted(SortBy.LAST_CHANGED_DATE, SortOrder.DESC))).containsExactly("a", "c", "b");
    }

    @Test
    @Tag("LIST-05")
    @Tag("LIST-06")
    void list_sortedByLastAccess_hasUnreadSecretsFirst() {
        createOneByOne("read-late", "unread", "read-early");
        secrets.getSecretValue("read-early");
        fixture.clock.advance(Duration.ofDays(1));
        secrets.getSecretValue("read-late");

        assertThat(names(sorted(SortBy.LAST_ACCESSED_DATE, SortOrder.ASC)))
                .containsExactly("unread", "read-early", "read-late");
        assertThat(names(sorted(SortBy.LAST_ACCESSED_DATE, SortOrder.DESC)))
                .containsExactly("read-late", "read-early", "unread");
    }

    @Test
    @Tag("LIST-07")
    void list_inPages_isTheWholeListOnce() {
        createOneByOne(IntStream.range(0, 23).mapToObj(i -> "s" + i).toArray(String[]::new));
        List<String> whole = names(new ListSecretsRequest());

        for (SortBy sortBy : SortBy.values()) {
            for (SortOrder order : SortOrder.values()) {
                ListSecretsRequest request = sorted(sortBy, order);
                assertThat(inPages(request.maxResults(5)))
                        .isEqualTo(names(request))
                        .hasSameElementsAs(whole);
            }
        }
    }

    @Test
    @Tag("LIST-07")
    void list_exactlyOnePage_hasNoToken() {
        createOneByOne("a", "b");

        assertThat(secrets.listSecrets(new ListSecretsRequest().maxResults(2)).nextToken())
                .isEmpty();
    }

    @Test
    @Tag("LIST-07")
    void list_withoutMaxResults_hasPagesOfAHundred() {
        createOneByOne(IntStream.range(0, 101).mapToObj(i -> "s" + i).toArray(String[]::new));

        ListSecretsResponse first = secrets.listSecrets();

        assertThat(first.secretList()).hasSize(100);
        assertThat(secrets.listSecrets(new ListSecretsRequest()
                                .nextToken(first.nextToken().orElseThrow()))
                        .secretList())
                .extracting(SecretListEntry::name)
                .containsExactly("s100");
    }

    @Test
    @Tag("LIST-08")
    void list_tokenOfAnotherQuery_isRefused() {
        createOneByOne("a1", "a2", "a3");
        ListSecretsRequest query = new ListSecretsRequest().maxResults(1).filters(new Filter(FilterKey.NAME, "a"));
        String token = secrets.listSecrets(query).nextToken().orElseThrow();

        List<ListSecretsRequest> others = List.of(
                new ListSecretsRequest(),
                query.filters(new Filter(FilterKey.NAME, "a1")),
                query.filters(new Filter(FilterKey.TAG_KEY, "a")),
                query.includePlannedDeletion(true),
                query.sortBy(SortBy.NAME),
                query.sortOrder(SortOrder.DESC));
        others.forEach(other -> assertTokenRefused(other, token));
    }

    @Test
    @Tag("LIST-08")
    void list_garbageForAToken_isRefused() {
        createOneByOne("a", "b");
        String token = secrets.listSecrets(new ListSecretsRequest().maxResults(1))
                .nextToken()
                .orElseThrow();

        Stream.of("0", "garbage", "!", token.substring(1), token + "A", flipped(token))
                .forEach(bad -> assertTokenRefused(new ListSecretsRequest(), bad));
    }

    @Test
    @Tag("LIST-08")
    void list_pageSize_mayChangeBetweenPages() {
        createOneByOne("a", "b", "c");
        String token = secrets.listSecrets(new ListSecretsRequest().maxResults(1))
                .nextToken()
                .orElseThrow();

        assertThat(names(new ListSecretsRequest().maxResults(50).nextToken(token)))
                .containsExactly("b", "c");
    }

    @Test
    @Tag("LIST-10")
    void list_changesBetweenPages_loseAndRepeatNothingElse() {
        createOneByOne("b", "d", "f", "h");
        ListSecretsRequest query = sorted(SortBy.NAME, SortOrder.ASC).maxResults(2);
        String token = secrets.listSecrets(query).nextToken().orElseThrow();

        createOneByOne("a", "e");
        Stream.of("d", "f").forEach(this::deleteNow);

        assertThat(names(query.nextToken(token))).containsExactly("e", "h");
    }

    @Test
    @Tag("LIST-10")
    void list_everythingBehindThePageIsDeleted_endsWithAnEmptyPage() {
        createOneByOne("a", "b");
        ListSecretsRequest query = new ListSecretsRequest().maxResults(1);
        String token = secrets.listSecrets(query).nextToken().orElseThrow();
        deleteNow("b");

        ListSecretsResponse last = secrets.listSecrets(query.nextToken(token));

        assertThat(last.secretList()).isEmpty();
        assertThat(last.nextToken()).isEmpty();
    }

    /** Whatever the order, and however the prefixes lie to one another: what a list of everything has, and each once. */
    @Test
    @Tag("FILT-01")
    @Tag("LIST-10")
    void list_byPrefixes_isWhatAllNamesHaveOfThem() {
        List<String> all = names("", "a", "b")
                .flatMap(head -> names("a", "b", "ab", "/a", "/b", "0").map(head::concat))
                .distinct()
                .toList();
        all.forEach(name -> secrets.createSecret(name, "value"));
        for (List<String> prefixes : List.of(
                List.of("a"),
                List.of("b", "a"),
                List.of("ab", "a", "ab"),
                List.of("a/", "0", "c"),
                List.of("", "b"),
                List.of("!a", "ab"))) {
            Filter filter = new Filter(FilterKey.NAME, prefixes);
            List<String> expected = all.stream()
                    .filter(name -> prefixes.stream().anyMatch(prefix -> holds(name, prefix)))
                    .sorted()
                    .toList();
            for (int size = 1; size <= 4; size++) {
                ListSecretsRequest request = sorted(SortBy.NAME, SortOrder.ASC)
                        .filters(List.of(filter))
                        .maxResults(size);
                assertThat(inPages(request)).containsExactlyElementsOf(expected);
                assertThat(inPages(request.sortOrder(SortOrder.DESC)))
                        .containsExactlyInAnyOrderElementsOf(expected)
                        .isSortedAccordingTo(Comparator.reverseOrder());
                assertThat(inPages(request.sortBy(SortBy.CREATED_DATE))).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static Stream<String> names(String... names) {
        return Stream.of(names);
    }

    private static boolean holds(String name, String prefix) {
        return prefix.startsWith("!") != name.startsWith(prefix.replace("!", ""));
    }

    private void createOneByOne(String... names) {
        for (String name : names) {
            secrets.createSecret(name, "value");
            fixture.clock.advance(Duration.ofSeconds(1));
        }
    }

    private void deleteNow(String name) {
        secrets.deleteSecret(new DeleteSecretRequest(name).forceDeleteWithoutRecovery(true));
    }

    private static ListSecretsRequest sorted(SortBy sortBy, SortOrder order) {
        return new ListSecretsRequest().sortBy(sortBy).sortOrder(order);
    }

    private List<SecretListEntry> list(ListSecretsRequest request) {
        return secrets.listSecrets(request).secretList();
    }

    private List<String> names(ListSecretsRequest request) {
        return list(request).stream().map(SecretListEntry::name).toList();
    }

    private static SecretListEntry entry(List<SecretListEntry> entries, String name) {
        return entries.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private List<String> inPages(ListSecretsRequest request) {
        List<String> names = new ArrayList<>();
        ListSecretsRequest next = request;
        while (true) {
            ListSecretsResponse page = secrets.listSecrets(next);
            assertThat(page.secretList())
                    .hasSizeLessThanOrEqualTo(request.maxResults().orElseThrow());
            page.secretList().forEach(entry -> names.add(entry.name()));
            Optional<String> token = page.nextToken();
            if (token.isEmpty()) {
                return names;
            }
            next = request.nextToken(token.get());
        }
    }

    private void assertTokenRefused(ListSecretsRequest query, String token) {
        assertRefused(fixture, () -> secrets.listSecrets(query.nextToken(token)), "InvalidNextTokenException");
    }

    private static String flipped(String token) {
        int middle = token.length() / 2;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }
}
