package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 6 of the reference: which versions are kept. */
final class VersionRetentionTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    /** Creates the secret and puts so many values more, a second apart; returns the ids, oldest first. */
    private List<String> write(int puts) {
        List<String> ids = new ArrayList<>(List.of(fixture.create("prod/db", "value 0")));
        for (int i = 1; i <= puts; i++) {
            fixture.clock.advance(Duration.ofSeconds(1));
            ids.add(fixture.put("prod/db", "value " + i));
        }
        return ids;
    }

    private int versions() {
        return fixture.state("prod/db").versions().size();
    }

    private void assertPruned(String versionId) {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for VersionId: " + versionId,
                () -> secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionId(versionId)));
    }

    private void assertReadable(String versionId, String value) {
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionId(versionId))
                        .secretString())
                .contains(value);
    }

    /** That the hundred are those without a label is our choice. */
    @Test
    @Tag("KEEP-01")
    void unlabelledVersionsOlderThanADay_areRemovedDownToAHundred_oldestFirst() {
        List<String> ids = write(110);
        fixture.clock.advance(Duration.ofHours(25));

        fixture.put("prod/db", "new");

        assertThat(versions()).isEqualTo(102);
        ids.subList(0, 10).forEach(this::assertPruned);
        assertReadable(ids.get(10), "value 10");
        assertThat(fixture.store.values("prod/db", fixture.record("prod/db").secretUid()))
                .as("values in the store")
                .hasSize(102);
    }

    @Test
    @Tag("KEEP-01")
    void aHundredUnlabelledVersions_areKeptWhateverTheirAge() {
        List<String> ids = write(100);
        fixture.clock.advance(Duration.ofDays(365));

        fixture.put("prod/db", "new");

        assertThat(versions()).isEqualTo(102);
        assertReadable(ids.get(0), "value 0");
    }

    @Test
    @Tag("KEEP-02")
    void versionsYoungerThanADay_areNeverRemoved() {
        List<String> ids = write(130);

        assertThat(versions()).isEqualTo(131);
        assertThat(secrets.listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db")
                                .includeDeprecated(true)
                                .maxResults(100))
                        .nextToken())
                .isPresent();
        assertReadable(ids.get(0), "value 0");
    }

    @Test
    @Tag("KEEP-02")
    void versionsOfExactlyADay_areNotRemoved() {
        List<String> ids = write(110);
        fixture.clock.advance(Duration.ofDays(1).minusSeconds(110 - 4));

        fixture.put("prod/db", "new");

        ids.subList(0, 4).forEach(this::assertPruned);
        assertReadable(ids.get(4), "value 4"); // a day old to the millisecond
    }

    @Test
    @Tag("KEEP-03")
    void labelledVersions_areNeverRemoved() {
        List<String> ids = write(110);
        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("prod/db", "keep").moveToVersionId(ids.get(0)));
        fixture.clock.advance(Duration.ofDays(365));

        fixture.put("prod/db", "new");

        assertReadable(ids.get(0), "value 0");
        assertPruned(ids.get(1));
        assertThat(versions()).isEqualTo(103);
    }

    @Test
    @Tag("KEEP-03")
    void takingTheLastLabel_letsAVersionGo() {
        List<String> ids = write(103);
        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("prod/db", "keep").moveToVersionId(ids.get(0)));
        fixture.clock.advance(Duration.ofDays(2));

        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("prod/db", "keep").removeFromVersionId(ids.get(0)));

        assertPruned(ids.get(0));
        assertPruned(ids.get(1));
        assertReadable(ids.get(2), "value 2");
    }

    @Test
    @Tag("KEEP-04")
    @Tag("GET-11")
    void tokenOfARemovedVersion_makesANewOne() {
        List<String> ids = write(110);
        fixture.clock.advance(Duration.ofDays(2));
        fixture.put("prod/db", "new");
        assertPruned(ids.get(0));

        assertThat(secrets.putSecretValue(new PutSecretValueRequest("prod/db")
                                .clientRequestToken(ids.get(0))
                                .secretString("another value"))
                        .versionStages())
                .containsExactly("AWSCURRENT");
        assertReadable(ids.get(0), "another value");
    }

    /** AWS's text is not known. */
    @Test
    @Tag("KEEP-05")
    void moreVersionsThanTheSecretMayHave_areRefused() {
        EmbeddedSecretsManager limited = fixture.with(fixture.options.maxVersions(120));
        write(119);
        String message =
                "A secret can't have more than 120 versions. Versions without a staging label are removed when "
                        + "they are more than a day old.";

        fixture.assertRefused("LimitExceededException", message, () -> limited.putSecretValue("prod/db", "121st"));
        assertThat(fixture.value("prod/db")).isEqualTo("value 119");

        fixture.clock.advance(Duration.ofDays(2));
        limited.putSecretValue("prod/db", "121st");
        assertThat(versions()).isEqualTo(102);
        limited.close();
    }
}
