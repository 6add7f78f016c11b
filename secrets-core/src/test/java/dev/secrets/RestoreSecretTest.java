package dev.secrets;

import static dev.secrets.Refusals.assertNotFound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.RestoreSecretResponse;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.store.FoundSecret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RestoreSecretTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("REST-01")
    void restore_scheduledSecret_isActiveAgain() {
        String arn = secrets.createSecret("app/db", "value").arn();
        secrets.deleteSecret("app/db");

        assertThat(secrets.restoreSecret("app/db")).isEqualTo(new RestoreSecretResponse(arn, "app/db"));

        assertThat(secrets.describeSecret("app/db").deletedDate()).isEmpty();
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("value");
    }

    @Test
    @Tag("REST-01")
    void restore_inTheLastMoment_works() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7).minusMillis(1));

        secrets.restoreSecret("app/db");

        fixture.clock.advance(Duration.ofDays(365));
        assertThat(secrets.rotationQueue().purge(10)).isZero();
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("value");
    }

    @Test
    @Tag("REST-02")
    void restore_labelsAndVersions_areAsBefore() {
        secrets.createSecret("app/db", "one");
        secrets.putSecretValue("app/db", "two");
        DescribeSecretResponse before = secrets.describeSecret("app/db");
        secrets.deleteSecret("app/db");

        secrets.restoreSecret("app/db");

        assertThat(secrets.describeSecret("app/db").versionIdsToStages()).isEqualTo(before.versionIdsToStages());
    }

    /** Our choice: AWS does not say what happens. */
    @Test
    @Tag("REST-03")
    void restore_activeSecret_changesNothing() {
        secrets.createSecret("app/db", "value");
        FoundSecret before = fixture.store.find("app/db").orElseThrow();

        assertThat(secrets.restoreSecret("app/db").name()).isEqualTo("app/db");

        assertThat(fixture.store.find("app/db")).contains(before);
    }

    @Test
    @Tag("REST-04")
    void restore_unknownOrGoneSecret_isNotFound() {
        secrets.createSecret("forced", "value");
        secrets.deleteSecret(new DeleteSecretRequest("forced").forceDeleteWithoutRecovery(true));
        secrets.createSecret("over", "value");
        secrets.deleteSecret(new DeleteSecretRequest("over").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        assertNotFound(fixture, () -> secrets.restoreSecret("no/such"));
        assertNotFound(fixture, () -> secrets.restoreSecret("forced"));
        assertNotFound(fixture, () -> secrets.restoreSecret("over"));
        secrets.rotationQueue().purge(10);
        assertNotFound(fixture, () -> secrets.restoreSecret("over"));
    }

    @Test
    @Tag("REST-05")
    @Tag("DEL-11")
    void restore_rotation_restsWhileScheduledAndGoesOnAfterwards() {
        secrets.createSecret("app/db", "value");
        secrets.rotateSecret(new RotateSecretRequest("app/db")
                .rotationLambdaArn("rotator")
                .rotationRules(RotationRules.afterDays(3))
                .rotateImmediately(false));
        RotationQueue queue = secrets.rotationQueue();
        queue.claim("node", Duration.ofMinutes(5), 1).forEach(queue::complete);
        secrets.deleteSecret("app/db");
        fixture.clock.advance(Duration.ofDays(10));
        assertThat(queue.claim("node", Duration.ofMinutes(5), 10)).isEmpty();

        secrets.restoreSecret("app/db");

        assertThat(secrets.describeSecret("app/db").nextRotationDate())
                .hasValueSatisfying(next -> assertThat(next).isAfter(fixture.clock.instant()));
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(queue.claim("node", Duration.ofMinutes(5), 10)).hasSize(1);
    }
}
