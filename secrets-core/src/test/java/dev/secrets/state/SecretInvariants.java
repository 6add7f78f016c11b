package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;
import static dev.secrets.model.StagingLabel.AWSPREVIOUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What is true of every secret, whatever was done to it, and of every two that follow one another. */
public final class SecretInvariants {
    private SecretInvariants() {}

    /** Checks a secret by itself. */
    public static void check(Secret secret) {
        checkLabels(secret.versions());
        checkRotation(secret);
        checkDates(secret);
        assertThat(secret.dueAt()).as("dueAt").isEqualTo(expectedDueAt(secret));
    }

    private static void checkLabels(Versions versions) {
        assertThat(versions.all().stream().flatMap(version -> version.labels().stream()))
                .as("each label is on one version")
                .doesNotHaveDuplicates();
        Optional<SecretVersion> current = versions.labelled(AWSCURRENT);
        assertThat(current.isPresent()).as("a version is current").isEqualTo(versions.anyHasValue());
        current.ifPresent(
                version -> assertThat(version.value()).as("current value").isPresent());
    }

    private static void checkRotation(Secret secret) {
        Rotation rotation = secret.rotationOrNone();
        rotation.attempt().ifPresent(attempt -> {
            SecretVersion made = secret.versions().require(attempt.versionId());
            assertThat(made.has(AWSPENDING) || made.has(AWSCURRENT))
                    .as("the attempt's version is pending or current")
                    .isTrue();
        });
        assertThat(rotation.enabled() || (rotation.plan().isEmpty()))
                .as("nothing is planned while rotation is off")
                .isTrue();
    }

    private static void checkDates(Secret secret) {
        assertThat(secret.lastChangedDate()).isAfterOrEqualTo(secret.identity().createdDate());
        assertThat(secret.lastAccessedDay().map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE))
                .as("the secret is read no earlier than its versions")
                .isGreaterThanOrEqualTo(lastAccess(secret.versions()));
    }

    private static long lastAccess(Versions versions) {
        return versions.all().stream()
                .flatMap(version -> version.lastAccessedDay().stream())
                .mapToLong(LocalDate::toEpochDay)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Said once more, from the parts: what is soonest of the secret's own affairs and of what it owes other regions. */
    private static Optional<Instant> expectedDueAt(Secret secret) {
        Stream<Instant> owed = secret.replication().stream()
                .flatMap(ties -> ties.targets().stream())
                .flatMap(target -> target.outstanding().stream())
                .map(ReplicaTarget.Outstanding::retryAt);
        return Stream.concat(ownDueAt(secret).stream(), owed).min(Comparator.naturalOrder());
    }

    /** A deletion is all that matters, then an attempt, then the plan. */
    private static Optional<Instant> ownDueAt(Secret secret) {
        Rotation rotation = secret.rotationOrNone();
        if (secret.deletionDate().isPresent()) {
            return secret.deletionDate();
        }
        if (rotation.attempt().isPresent()) {
            Rotation.Attempt attempt = rotation.attempt().get();
            Instant due = attempt.lease().map(Rotation.Lease::until).orElse(attempt.startAt());
            return Optional.of(due).filter(time -> time.isBefore(Instant.parse("9999-01-01T00:00:00Z")));
        }
        return rotation.plan().map(Rotation.Plan::startAt);
    }

    /** Checks a secret against the one before it. */
    public static void checkStep(Secret before, Secret after) {
        check(after);
        assertThat(after.identity()).isEqualTo(before.identity());
        assertThat(after.lastChangedDate()).isAfterOrEqualTo(before.lastChangedDate());
        assertThat(after.rotationOrNone().epoch())
                .as("epoch")
                .isGreaterThanOrEqualTo(before.rotationOrNone().epoch());
        before.lastAccessedDay()
                .ifPresent(day -> assertThat(after.lastAccessedDay())
                        .hasValueSatisfying(later -> assertThat(later).isAfterOrEqualTo(day)));
        before.rotationOrNone()
                .lastRotated()
                .ifPresent(date -> assertThat(after.rotationOrNone().lastRotated())
                        .hasValueSatisfying(later -> assertThat(later).isAfterOrEqualTo(date)));
        checkCurrent(before.versions(), after.versions());
        assertThat(before.versions().all())
                .as("what never changes of a version, or only onwards")
                .filteredOn(version -> !after.versions()
                        .find(version.id())
                        .map(kept -> follows(version, kept))
                        .orElse(true))
                .isEmpty();
    }

    /** AWSCURRENT is never lost, and where it moves AWSPREVIOUS follows. */
    private static void checkCurrent(Versions before, Versions after) {
        before.current().ifPresent(outgoing -> {
            assertThat(after.current()).as("a current version").isPresent();
            if (!after.current().orElseThrow().id().equals(outgoing.id())) {
                assertThat(after.labelled(AWSPREVIOUS).map(SecretVersion::id))
                        .as("previous version")
                        .contains(outgoing.id());
            }
        });
    }

    private static boolean follows(SecretVersion before, SecretVersion after) {
        boolean valueKept = before.value().isEmpty() || before.value().equals(after.value());
        boolean readNoEarlier = before.lastAccessedDay().isEmpty()
                || after.lastAccessedDay()
                        .filter(day -> !day.isBefore(before.lastAccessedDay().get()))
                        .isPresent();
        return valueKept && readNoEarlier && before.createdDate().equals(after.createdDate());
    }
}
