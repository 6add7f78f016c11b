package dev.secrets.operations;

import dev.secrets.model.ReviewCheck;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PublicAccess;
import dev.secrets.policy.StatementReference;
import dev.secrets.state.Rotation;
import dev.secrets.state.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The review of one secret at one moment. Used once. */
final class SecretReview {
    private final Secret secret;
    private final String arn;
    private final Instant now;
    private final ReviewOptions options;
    private final List<ReviewFinding> findings = new ArrayList<>();

    SecretReview(Secret secret, String arn, Instant now, ReviewOptions options) {
        this.secret = secret;
        this.arn = arn;
        this.now = now;
        this.options = options;
    }

    /** Returns the findings in the order of the checks. */
    List<ReviewFinding> findings() {
        if (secret.deletionDate().isPresent()) {
            found(
                    ReviewCheck.SCHEDULED_FOR_DELETION,
                    "To be deleted on " + secret.deletionDate().get());
            return findings;
        }
        rotationSchedule();
        use();
        age();
        tags();
        access();
        return findings;
    }

    private void rotationSchedule() {
        Rotation rotation = secret.rotationOrNone();
        if (!rotation.enabled()) {
            found(ReviewCheck.ROTATION_NOT_ENABLED, "Automatic rotation is off");
        }
        rotation.plan()
                .map(Rotation.Plan::nextRotationDate)
                .filter(end -> end.isBefore(now))
                .ifPresent(end -> found(ReviewCheck.ROTATION_OVERDUE, "Was to be rotated by " + end));
        rotation.attempt()
                .filter(attempt -> attempt.failures() > 0)
                .ifPresent(attempt -> found(
                        ReviewCheck.ROTATION_FAILING, "Failed attempts since the last success: " + attempt.failures()));
    }

    private void use() {
        Optional<LocalDate> lastRead = secret.lastAccessedDay();
        LocalDate unusedSince = lastRead.orElseGet(() -> day(secret.identity().createdDate()));
        if (unusedSince.plusDays(options.unusedForDays()).isBefore(day(now))) {
            found(ReviewCheck.UNUSED, lastRead.isPresent() ? "Last read on " + lastRead.get() : "Never read");
        }
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private void age() {
        Optional<Instant> lastRotated = secret.rotationOrNone().lastRotated();
        Instant since = lastRotated.orElse(secret.identity().createdDate());
        if (since.plus(Duration.ofDays(options.maxDaysSinceRotation())).isBefore(now)) {
            boolean rotated = lastRotated.isPresent();
            found(
                    rotated ? ReviewCheck.NOT_ROTATED_RECENTLY : ReviewCheck.NEVER_ROTATED,
                    (rotated ? "Last rotated on " : "Created on ") + since);
        }
    }

    private void tags() {
        if (secret.settings().tags().orElse(List.of()).isEmpty()) {
            found(ReviewCheck.UNTAGGED, "Has no tags");
        }
    }

    private void access() {
        secret.settings()
                .resourcePolicy()
                .map(policy -> PublicAccess.publicStatements(PolicyDocument.parse(policy, PolicyType.RESOURCE)))
                .filter(statements -> !statements.isEmpty())
                .map(statements -> statements.get(0))
                .map(StatementReference::toString)
                .ifPresent(statement -> found(ReviewCheck.PUBLIC_ACCESS, "Everybody is let in by " + statement));
    }

    private void found(ReviewCheck check, String detail) {
        findings.add(new ReviewFinding(secret.identity().name(), arn, check, detail));
    }
}
