package dev.secrets;

import static dev.secrets.model.ReviewCheck.NEVER_ROTATED;
import static dev.secrets.model.ReviewCheck.NOT_ROTATED_RECENTLY;
import static dev.secrets.model.ReviewCheck.PUBLIC_ACCESS;
import static dev.secrets.model.ReviewCheck.ROTATION_FAILING;
import static dev.secrets.model.ReviewCheck.ROTATION_NOT_ENABLED;
import static dev.secrets.model.ReviewCheck.ROTATION_OVERDUE;
import static dev.secrets.model.ReviewCheck.SCHEDULED_FOR_DELETION;
import static dev.secrets.model.ReviewCheck.UNTAGGED;
import static dev.secrets.model.ReviewCheck.UNUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ReviewCheck;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.LeakScanner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a review finds. The clock begins on 2026-02-03 at 10:15:30.123 UTC. */
final class ReviewTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    /** Makes a secret about which a review has nothing to say: tagged, read, and rotated just now. */
    private void createExemplary(String name) {
        secrets.createSecret(new CreateSecretRequest(name).secretString("one").tags(Map.of("team", "payments")));
        secrets.rotateSecret(
                new RotateSecretRequest(name).rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30)));
        rotate();
        secrets.getSecretValue(name);
    }

    private void rotate() {
        new ScriptedRotator(queue, LeakScanner.canary()).run(claim());
    }

    private RotationLease claim() {
        return queue.claim("node", LEASE, 1).get(0);
    }

    private void days(int days) {
        fixture.clock.advance(Duration.ofDays(days));
    }

    private List<ReviewCheck> checks() {
        return secrets.review().stream().map(ReviewFinding::check).toList();
    }

    private String detailOf(ReviewCheck check) {
        return secrets.review().stream()
                .filter(finding -> finding.check() == check)
                .map(ReviewFinding::detail)
                .findFirst()
                .orElse("none");
    }

    @Test
    void review_exemplarySecret_findsNothing() {
        createExemplary("app/db");

        assertThat(secrets.review()).isEmpty();
    }

    @Test
    void review_emptyStore_findsNothing() {
        assertThat(secrets.review()).isEmpty();
    }

    @Test
    void review_newPlainSecret_lacksRotationAndTags() {
        String arn = secrets.createSecret("app/db", "one").arn();

        assertThat(secrets.review())
                .containsExactly(
                        new ReviewFinding("app/db", arn, ROTATION_NOT_ENABLED, "Automatic rotation is off"),
                        new ReviewFinding("app/db", arn, UNTAGGED, "Has no tags"));
    }

    @Test
    void review_rotationCancelled_isNotEnabled() {
        createExemplary("app/db");
        secrets.cancelRotateSecret(new CancelRotateSecretRequest("app/db"));

        assertThat(checks()).containsExactly(ROTATION_NOT_ENABLED);
    }

    @Test
    void review_windowPassedWithoutRotation_isOverdue() {
        createExemplary("app/db");
        days(30);
        assertThat(checks()).isEmpty();

        days(1);
        assertThat(detailOf(ROTATION_OVERDUE)).isEqualTo("Was to be rotated by 2026-03-05T23:59:59Z");

        rotate();
        assertThat(checks()).isEmpty();
    }

    @Test
    void review_failedRotation_isFailingUntilOneSucceeds() {
        createExemplary("app/db");
        secrets.rotateSecret("app/db");
        queue.fail(claim(), "unreachable", Optional.of(fixture.clock.instant()));
        queue.fail(claim(), "unreachable", Optional.of(fixture.clock.instant()));

        assertThat(checks()).containsExactly(ROTATION_FAILING);
        assertThat(detailOf(ROTATION_FAILING)).isEqualTo("Failed attempts since the last success: 2");

        rotate();
        assertThat(checks()).isEmpty();
    }

    @Test
    void review_valueNotReadForLong_isUnused() {
        createExemplary("app/db");
        days(90);
        assertThat(checks()).doesNotContain(UNUSED);

        days(1);
        assertThat(detailOf(UNUSED)).isEqualTo("Last read on 2026-02-03");
        assertThat(secrets.review(ReviewOptions.defaults().unusedForDays(91)))
                .extracting(ReviewFinding::check)
                .doesNotContain(UNUSED);

        secrets.getSecretValue("app/db");
        assertThat(checks()).doesNotContain(UNUSED);
    }

    @Test
    void review_valueNeverRead_isUnusedFromItsCreation() {
        secrets.createSecret("app/db", "one");
        days(91);

        assertThat(detailOf(UNUSED)).isEqualTo("Never read");
    }

    @Test
    void review_neverRotated_isFoundWhenOld() {
        secrets.createSecret("app/db", "one");
        days(90);
        assertThat(checks()).doesNotContain(NEVER_ROTATED);

        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(detailOf(NEVER_ROTATED)).isEqualTo("Created on 2026-02-03T10:15:30.123Z");
        assertThat(secrets.review(ReviewOptions.defaults().maxDaysSinceRotation(91)))
                .extracting(ReviewFinding::check)
                .doesNotContain(NEVER_ROTATED);
    }

    @Test
    void review_rotatedLongAgo_isFound() {
        createExemplary("app/db");
        days(91);

        assertThat(detailOf(NOT_ROTATED_RECENTLY)).isEqualTo("Last rotated on 2026-02-03T10:15:30.123Z");
        assertThat(checks()).doesNotContain(NEVER_ROTATED);
    }

    @Test
    void review_lastTagRemoved_isUntagged() {
        createExemplary("app/db");
        secrets.untagResource(new UntagResourceRequest("app/db", List.of("team")));

        assertThat(checks()).containsExactly(UNTAGGED);
    }

    @Test
    void review_policyThatLetsEverybodyIn_isPublic() {
        createExemplary("app/db");
        secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", Policies.resource()));
        assertThat(checks()).isEmpty();

        secrets.putResourcePolicy(new PutResourcePolicyRequest(
                        "app/db",
                        Policies.document(
                                Policies.statement("Allow", Policies.APP, "secretsmanager:GetSecretValue"),
                                Policies.statement("Allow", "*", "secretsmanager:DescribeSecret")))
                .blockPublicPolicy(false));
        assertThat(checks()).containsExactly(PUBLIC_ACCESS);
        assertThat(detailOf(PUBLIC_ACCESS))
                .isEqualTo("Everybody is let in by statement 1 of the resource-based policy");
    }

    @Test
    void review_scheduledForDeletion_saysOnlyThat() {
        secrets.createSecret("app/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));

        assertThat(checks()).containsExactly(SCHEDULED_FOR_DELETION);
        assertThat(detailOf(SCHEDULED_FOR_DELETION)).isEqualTo("To be deleted on 2026-02-10T10:15:30.123Z");

        days(7);
        assertThat(checks()).isEmpty();
    }

    @Test
    void review_manySecrets_areInTheOrderOfTheirNames() {
        secrets.createSecret("b", "one");
        createExemplary("c");
        secrets.createSecret("a", "one");

        assertThat(secrets.review()).extracting(ReviewFinding::secretName).containsExactly("a", "a", "b", "b");
    }

    @Test
    void review_leavesOneEvent_andOpensNoValue() {
        secrets.createSecret("app/db", LeakScanner.canary());
        fixture.trail.clear();

        secrets.review(new ReviewOptions(10, 20));

        assertThat(fixture.trail).singleElement().satisfies(event -> {
            assertThat(event.phase()).isEqualTo(AuditEvent.Phase.OUTCOME);
            assertThat(event.eventName()).isEqualTo("ListSecrets");
            assertThat(event.principal()).isEqualTo("arn:aws:iam::000000000000:root");
            assertThat(event.requestParameters())
                    .isEqualTo(Map.of("purpose", "review", "unusedForDays", 10, "maxDaysSinceRotation", 20));
        });
        assertThat(LeakScanner.forCanaries().scan(secrets.review().toString())).isEmpty();
        assertThat(secrets.describeSecret("app/db").lastAccessedDate()).isEmpty();
    }

    @Test
    void review_trailRefusesIt_isWithheld() {
        try (EmbeddedSecretsManager unaudited = new EmbeddedSecretsManager(
                fixture.store,
                fixture.keys,
                IdentityPolicies.none(),
                event -> {
                    throw new IllegalStateException("full");
                },
                fixture.options)) {
            assertThatThrownBy(unaudited::review).isInstanceOf(InternalServiceErrorException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ROTATION_NOT_ENABLED, SecretsManager.1",
        "ROTATION_OVERDUE, SecretsManager.2",
        "ROTATION_FAILING, SecretsManager.2",
        "UNUSED, SecretsManager.3",
        "NEVER_ROTATED, SecretsManager.4",
        "NOT_ROTATED_RECENTLY, SecretsManager.4",
        "UNTAGGED, SecretsManager.5",
        "PUBLIC_ACCESS,",
        "SCHEDULED_FOR_DELETION,"
    })
    void check_namesTheControlOfSecurityHub(ReviewCheck check, String control) {
        assertThat(check.control()).isEqualTo(Optional.ofNullable(control));
    }

    @ParameterizedTest
    @CsvSource({"0, 90", "90, 0", "3651, 90", "90, 3651", "-1, 90"})
    void options_outOfRange_areRefused(int unusedForDays, int maxDaysSinceRotation) {
        assertThatThrownBy(() -> new ReviewOptions(unusedForDays, maxDaysSinceRotation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is 1 to 3650; found");
    }
}
