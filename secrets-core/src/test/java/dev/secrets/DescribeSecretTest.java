package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.keys.SealingContext;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.state.Identity;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretCodec;
import dev.secrets.state.Settings;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.8 of the reference. */
final class DescribeSecretTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private DescribeSecretResponse described() {
        return secrets.describeSecret("prod/db");
    }

    @Test
    @Tag("DESC-01")
    @Tag("DESC-03")
    void describeSecret_minimalSecret_hasNothingThatIsNotSet() {
        String arn = secrets.createSecret(new CreateSecretRequest("prod/db")).arn();

        assertThat(described())
                .isEqualTo(new DescribeSecretResponse(
                        arn,
                        "prod/db",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        fixture.clock.instant(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        fixture.clock.instant(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    @Tag("DESC-02")
    void describeSecret_tellsLabelledVersions_neverAValue() {
        fixture.create("prod/db", "canary-one");
        String two = fixture.put("prod/db", "canary-two");
        String three = fixture.put("prod/db", "canary-three");

        assertThat(described().versionIdsToStages())
                .contains(Map.of(two, List.of("AWSPREVIOUS"), three, List.of("AWSCURRENT")));
        assertThat(described().toString()).doesNotContain("canary");
    }

    @Test
    @Tag("DESC-03")
    @Tag("DESC-04")
    void describeSecret_rotation_isAbsent_thenOn_thenOffWithItsRules() {
        fixture.create("prod/db", "one");
        assertThat(described().rotationEnabled()).isEmpty();
        assertThat(described().nextRotationDate()).isEmpty();

        RotationRules rules = RotationRules.afterDays(30);
        secrets.rotateSecret(
                new RotateSecretRequest("prod/db").rotationLambdaArn("rotator").rotationRules(rules));
        assertThat(described().rotationEnabled()).contains(true);
        assertThat(described().nextRotationDate()).isPresent();

        secrets.cancelRotateSecret(new CancelRotateSecretRequest("prod/db"));
        assertThat(described().rotationEnabled()).contains(false);
        assertThat(described().rotationRules()).contains(rules);
        assertThat(described().rotationLambdaArn()).contains("rotator");
        assertThat(described().nextRotationDate()).isEmpty();
    }

    /** That the date is the end of the recovery window is our choice. */
    @Test
    @Tag("DESC-05")
    void describeSecret_scheduledForDeletion_tellsWhen() {
        fixture.create("prod/db", "one");
        assertThat(described().deletedDate()).isEmpty();
        DescribeSecretResponse before = described();

        secrets.deleteSecret(new DeleteSecretRequest("prod/db").recoveryWindowInDays(7));
        assertThat(described().deletedDate()).contains(fixture.clock.instant().plus(Duration.ofDays(7)));
        assertThat(described().versionIdsToStages()).isEqualTo(before.versionIdsToStages());

        secrets.restoreSecret(new RestoreSecretRequest("prod/db"));
        assertThat(described().deletedDate()).isEmpty();
    }

    @Test
    @Tag("DESC-05")
    void describeSecret_whenTheRecoveryWindowIsOver_isNotFound() {
        fixture.create("prod/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("prod/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        fixture.assertRefused(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret.", this::described);
    }

    @Test
    @Tag("DESC-06")
    void describeSecret_tags_areAbsent_thenListed_thenNone() {
        fixture.create("prod/db", "one");
        assertThat(described().tags()).isEmpty();

        secrets.untagResource(new UntagResourceRequest("prod/db", List.of("unknown")));
        assertThat(described().tags()).as("never had any").isEmpty();

        dev.secrets.model.Tag tag = new dev.secrets.model.Tag("team", "payments");
        secrets.tagResource(new TagResourceRequest("prod/db", List.of(tag)));
        assertThat(described().tags()).contains(List.of(tag));

        secrets.untagResource(new UntagResourceRequest("prod/db", List.of("team")));
        assertThat(described().tags()).contains(List.of());
    }

    /** Only a service makes such a secret, so the record is written past the operations. */
    @Test
    @Tag("DESC-07")
    void describeSecret_ofAService_namesIt() {
        Settings settings = new Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("rds"),
                Optional.empty(),
                Optional.empty());
        Identity identity = new Identity("rds!db", SecretsFixture.token(), "abcdef", fixture.clock.instant());
        store(Secret.created(identity, settings, Optional.empty()));

        assertThat(secrets.describeSecret("rds!db").owningService()).contains("rds");
    }

    private void store(Secret secret) {
        SealingContext.Metadata context = new SealingContext.Metadata(
                secret.identity().name(), secret.identity().uid(), 1, Optional.empty(), Optional.empty());
        fixture.store.commit(new SecretChange.Create(
                new StoredSecret(
                        context.name(),
                        context.secretUid(),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        fixture.keys.seal(context, SecretCodec.encode(secret))),
                List.of()));
    }

    @Test
    @Tag("DESC-09")
    void describeSecret_versionThatRotationHasYetToFill_isListed() {
        String one = fixture.create("prod/db", "one");
        String pending = secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();

        assertThat(described().versionIdsToStages())
                .contains(Map.of(one, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));
    }

    @Test
    void describeSecret_unknown_isNotFound() {
        fixture.assertRefused(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret.", this::described);
    }
}
