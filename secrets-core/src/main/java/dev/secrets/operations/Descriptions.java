package dev.secrets.operations;

import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.RotationRules;
import dev.secrets.schedule.RotationSchedule;
import dev.secrets.state.Rotation;
import dev.secrets.state.RotationConfiguration;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What DescribeSecret and ListSecrets tell of a secret (section 4.8): everything but values, and nothing that is not set. */
final class Descriptions {
    private Descriptions() {}

    static DescribeSecretResponse of(Secret secret, String arn) {
        Optional<Rotation> rotation = secret.rotation();
        Optional<RotationConfiguration> configuration = rotation.map(Rotation::configuration);
        return new DescribeSecretResponse(
                arn,
                secret.identity().name(),
                secret.settings().type(),
                secret.settings().description(),
                secret.settings().kmsKeyId(),
                rotation.map(Rotation::enabled),
                configuration.flatMap(RotationConfiguration::lambdaArn),
                configuration.flatMap(RotationConfiguration::rules).map(Descriptions::withDays),
                configuration.flatMap(RotationConfiguration::externalMetadata),
                configuration.flatMap(RotationConfiguration::externalRoleArn),
                rotation.flatMap(Rotation::lastRotated),
                secret.lastChangedDate(),
                secret.lastAccessedDay().map(Descriptions::startOfDay),
                secret.deletionDate(),
                rotation.flatMap(Rotation::plan).map(Rotation.Plan::nextRotationDate),
                secret.settings().tags(),
                Optional.of(secret.versions().labelsByVersion()).filter(labels -> !labels.isEmpty()),
                secret.settings().owningService(),
                secret.identity().createdDate(),
                secret.primaryRegion(),
                Replicas.statusIfAny(secret));
    }

    static Instant startOfDay(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Beside an expression stand the days that it means (SCHED-25). */
    private static RotationRules withDays(RotationRules rules) {
        return rules.scheduleExpression().isPresent()
                ? rules.automaticallyAfterDays(RotationSchedule.of(rules).automaticallyAfterDays())
                : rules;
    }
}
