package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.secrets.audit.AuditEvent;
import dev.secrets.model.ApiErrorType;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ValidationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.3 of the reference. */
final class BatchGetSecretValueTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static BatchGetSecretValueRequest ids(String... secretIds) {
        return new BatchGetSecretValueRequest().secretIdList(secretIds);
    }

    private static BatchGetSecretValueRequest named(String prefix) {
        return new BatchGetSecretValueRequest().filters(new Filter(FilterKey.NAME, prefix));
    }

    private static List<String> names(BatchGetSecretValueResponse response) {
        return response.secretValues().stream()
                .map(GetSecretValueResponse::name)
                .toList();
    }

    private void createMany(int count) {
        for (int i = 0; i < count; i++) {
            fixture.clock.advance(Duration.ofMillis(1));
            fixture.create("many/%03d".formatted(i), "value " + i);
        }
    }

    private static List<String> manyNames(int from, int to) {
        return IntStream.range(from, to).mapToObj("many/%03d"::formatted).toList();
    }

    /** That the order of the answer is that of the request is our choice. */
    @Test
    @Tag("BATCH-01")
    void batchGetSecretValue_byIdsOfAllForms_findsThemInTheirOrder() {
        fixture.create("c", "three");
        String full = secrets.createSecret("b", "two").arn();
        String partial = secrets.createSecret("a", "one").arn().replaceFirst("-[A-Za-z0-9]{6}$", "");

        BatchGetSecretValueResponse response = secrets.batchGetSecretValue(ids("c", partial, full));

        assertThat(names(response)).containsExactly("c", "a", "b");
        assertThat(response.secretValues())
                .extracting(value -> value.secretString().orElseThrow())
                .containsExactly("three", "one", "two");
        assertThat(response.errors()).isEmpty();
        assertThat(response.nextToken()).isEmpty();
    }

    /** That an error names the secret as the caller did is our choice. */
    @Test
    @Tag("BATCH-02")
    @Tag("BATCH-03")
    @Tag("BATCH-04")
    void batchGetSecretValue_whatStandsInTheWayOfOne_isToldBesideTheOthers() {
        fixture.create("found", "value");
        fixture.create("scheduled", "value");
        secrets.deleteSecret(new DeleteSecretRequest("scheduled"));
        fixture.createEmpty("empty");

        BatchGetSecretValueResponse response =
                secrets.batchGetSecretValue(ids("unknown", "scheduled", "found", "empty", "bad name"));

        assertThat(names(response)).containsExactly("found");
        assertThat(response.errors())
                .containsExactly(
                        new ApiErrorType(
                                "unknown",
                                "ResourceNotFoundException",
                                "Secrets Manager can't find the specified secret."),
                        new ApiErrorType(
                                "scheduled",
                                "InvalidRequestException",
                                "You can't perform this operation on the secret because it was marked for deletion."),
                        new ApiErrorType(
                                "empty",
                                "ResourceNotFoundException",
                                "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"),
                        new ApiErrorType(
                                "bad name",
                                "ValidationException",
                                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
                                        + "following: -/_+=.@!"));
    }

    /** AWS's text is not known. */
    @Test
    @Tag("BATCH-05")
    void batchGetSecretValue_bothOrNeitherSelector_isRefused() {
        String message = "Either 'SecretIdList' or 'Filters' must be provided, but not both.";
        fixture.create("a", "value");

        fixture.assertRefused(
                "InvalidParameterException",
                message,
                () -> secrets.batchGetSecretValue(new BatchGetSecretValueRequest()));
        fixture.assertRefused(
                "InvalidParameterException",
                message,
                () -> secrets.batchGetSecretValue(ids("a").filters(new Filter(FilterKey.NAME, "a"))));
    }

    /** AWS's text is not known. */
    @Test
    @Tag("BATCH-06")
    void batchGetSecretValue_pagingOfAList_isRefused() {
        String message = "'Filters' not specified. 'Filters' must also be specified when '%s' is provided.";

        fixture.assertRefused(
                "InvalidParameterException",
                message.formatted("MaxResults"),
                () -> secrets.batchGetSecretValue(ids("a").maxResults(5)));
        fixture.assertRefused(
                "InvalidParameterException",
                message.formatted("NextToken"),
                () -> secrets.batchGetSecretValue(ids("a").nextToken("token")));
    }

    /** The service's own words, from the outside: it counts the values of all filters. */
    @Test
    @Tag("BATCH-08")
    void batchGetSecretValue_moreThanTenValuesInAllFilters_isRefused() {
        Filter nine = new Filter(FilterKey.NAME, manyNames(0, 9));
        Filter ten = new Filter(FilterKey.NAME, manyNames(0, 10));
        Filter tagged = new Filter(FilterKey.TAG_KEY, "team");

        assertThat(secrets.batchGetSecretValue(new BatchGetSecretValueRequest().filters(nine, tagged))
                        .secretValues())
                .isEmpty();
        fixture.assertRefused(
                "InvalidParameterException",
                "The filter list has too many filters. You can include up to 10 filters.",
                () -> secrets.batchGetSecretValue(new BatchGetSecretValueRequest().filters(ten, tagged)));
    }

    @Test
    @Tag("BATCH-07")
    void batchGetSecretValue_moreThanTwentyIds_isRefused() {
        createMany(20);
        List<String> twenty = manyNames(0, 20);
        List<String> more = new ArrayList<>(twenty);
        more.add("a");

        assertThat(names(secrets.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList(twenty))))
                .isEqualTo(twenty);
        assertThat(fixture.refusalOf(() -> new BatchGetSecretValueRequest().secretIdList(more)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'secretIdList' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 20");
    }

    @Test
    @Tag("BATCH-08")
    void batchGetSecretValue_byFilter_pagesThroughAll() {
        createMany(45);
        fixture.create("other", "value");

        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            BatchGetSecretValueRequest request = named("many/");
            BatchGetSecretValueResponse page =
                    secrets.batchGetSecretValue(token.map(request::nextToken).orElse(request));
            found.addAll(names(page));
            sizes.add(page.secretValues().size());
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(found).isEqualTo(manyNames(0, 45));
        assertThat(sizes).containsExactly(20, 20, 5);
    }

    @Test
    @Tag("BATCH-08")
    void batchGetSecretValue_tokenOfAnotherQuery_isRefused() {
        createMany(3);
        String token = secrets.batchGetSecretValue(named("many/").maxResults(1))
                .nextToken()
                .orElseThrow();
        String message = "The NextToken value is not valid for this request.";

        fixture.assertRefused(
                "InvalidNextTokenException",
                message,
                () -> secrets.batchGetSecretValue(named("m").nextToken(token)));
        fixture.assertRefused(
                "InvalidNextTokenException",
                message,
                () -> secrets.batchGetSecretValue(named("many/").nextToken("made up")));
        assertThat(names(secrets.batchGetSecretValue(
                        named("many/").nextToken(token).maxResults(20))))
                .isEqualTo(manyNames(1, 3));
    }

    /** That a search passes over what is scheduled for deletion is our choice. */
    @Test
    @Tag("BATCH-08")
    void batchGetSecretValue_byFilter_passesOverScheduledSecrets_andTellsThoseWithoutAValue() {
        fixture.create("many/found", "value");
        fixture.create("many/scheduled", "value");
        secrets.deleteSecret(new DeleteSecretRequest("many/scheduled"));
        String empty =
                secrets.createSecret(new CreateSecretRequest("many/empty")).arn();

        BatchGetSecretValueResponse response = secrets.batchGetSecretValue(named("many/"));

        assertThat(names(response)).containsExactly("many/found");
        assertThat(response.errors()).singleElement().satisfies(error -> {
            assertThat(error.secretId()).isEqualTo(empty);
            assertThat(error.errorCode()).isEqualTo("ResourceNotFoundException");
        });
    }

    @Test
    @Tag("BATCH-09")
    void batchGetSecretValue_returnsTheCurrentVersion() {
        fixture.create("a", "one");
        String two = fixture.put("a", "two");
        fixture.put("a", "three", "AWSPENDING");

        assertThat(secrets.batchGetSecretValue(ids("a")).secretValues())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.versionId()).isEqualTo(two);
                    assertThat(value.secretString()).contains("two");
                    assertThat(value.versionStages()).containsExactly("AWSCURRENT");
                });
    }

    @Test
    @Tag("BATCH-10")
    @Tag("SEC-06")
    void batchGetSecretValue_eachSecretIsAReadOfItsOwn() {
        fixture.create("a", "one");
        fixture.create("b", "two");
        fixture.create("c", "three");
        fixture.trail.clear();

        secrets.batchGetSecretValue(ids("a", "b", "unknown"));

        assertThat(fixture.trail)
                .extracting(AuditEvent::eventName, event -> event.errorCode().orElse("none"))
                .containsExactly(
                        tuple("GetSecretValue", "none"),
                        tuple("GetSecretValue", "none"),
                        tuple("GetSecretValue", "ResourceNotFoundException"),
                        tuple("BatchGetSecretValue", "none"));
        assertThat(accessed("a")).contains(Instant.parse("2026-02-03T00:00:00Z"));
        assertThat(accessed("b")).contains(Instant.parse("2026-02-03T00:00:00Z"));
        assertThat(accessed("c")).isEmpty();
    }

    private Optional<Instant> accessed(String name) {
        return secrets.describeSecret(name).lastAccessedDate();
    }

    @Test
    void batchGetSecretValue_sameIdTwice_isAnsweredTwice() {
        fixture.create("a", "one");

        assertThat(names(secrets.batchGetSecretValue(
                        new BatchGetSecretValueRequest().secretIdList(Collections.nCopies(2, "a")))))
                .containsExactly("a", "a");
    }
}
