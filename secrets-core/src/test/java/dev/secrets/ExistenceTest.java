package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.Operations.Operation;
import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.PutResourcePolicyRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** To one who is denied, a secret that is there and one that is not look alike (rule S5 of the policy reference, threat T7). */
@Tag("S5")
@Tag("T7")
final class ExistenceTest {
    /** As long as the name of the secret that is there. */
    private static final String MISSING = "app/no";

    private static final int SAMPLES = 10_000;

    private static final CallerIdentity CALLER = CallerIdentity.of(Policies.APP);

    private final SecretsFixture fixture = new SecretsFixture();
    private final SecretsManager app = fixture.with(
                    Policies.of(Policies.APP, Policies.allow("*", SecretsFixture.ARN_PREFIX + "other/*")),
                    fixture.options)
            .as(CALLER);

    @BeforeEach
    void prepare() {
        Operations.prepare(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static AccessDeniedException denial(Operation operation, SecretsManager secrets, String id) {
        return catchThrowableOfType(AccessDeniedException.class, () -> operation.perform(secrets, id));
    }

    static Stream<UnaryOperator<String>> forms() {
        return Stream.of(
                name -> name,
                name -> SecretsFixture.ARN_PREFIX + name,
                name -> SecretsFixture.ARN_PREFIX + name + "-AbCdEf");
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void denial_ofAMissingSecret_saysWhatThatOfAnExistingOneSays(Operation operation) {
        forms().forEach(form -> {
            AccessDeniedException existing = denial(operation, app, form.apply(Operations.NAME));
            AccessDeniedException missing = denial(operation, app, form.apply(MISSING));

            assertThat(missing).hasMessage(existing.getMessage().replace(Operations.NAME, MISSING));
            assertThat(missing.errorCode()).isEqualTo(existing.errorCode());
            assertThat(missing.getCause()).isEqualTo(existing.getCause()).isNull();
            assertThat(missing.getSuppressed())
                    .isEqualTo(existing.getSuppressed())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void trail_ofADenial_hasTheSameShape(Operation operation) {
        denial(operation, app, Operations.NAME);
        denial(operation, app, MISSING);

        assertThat(fixture.trail).hasSize(2);
        assertThat(shape(fixture.trail.get(1))).isEqualTo(shape(fixture.trail.get(0)));
    }

    private static List<Object> shape(AuditEvent event) {
        return List.of(
                event.phase(),
                event.eventName(),
                event.principal(),
                event.resourceArn().orElse("").length(),
                event.requestParameters().keySet(),
                event.errorCode(),
                event.decidedBy(),
                event.sourceAddress(),
                event.elapsed().isPresent());
    }

    /** A resource policy that does not name the caller does not give its secret away either. */
    @Test
    void denial_ofASecretWithAPolicy_saysTheSame() {
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                Operations.NAME, Policies.document(Policies.statement("Deny", Policies.APP, "secretsmanager:*"))));

        Operations.onOneSecret()
                .forEach(operation -> assertThat(denial(operation, app, MISSING))
                        .hasMessage(denial(operation, app, Operations.NAME)
                                .getMessage()
                                .replace(Operations.NAME, MISSING)));
    }

    @Test
    void batch_errorsOfBothKinds_areAlike() {
        SecretsManager reader = fixture.with(
                        Policies.of(Policies.APP, Policies.allow("BatchGetSecretValue", "*")), fixture.options)
                .as(CALLER);

        var errors = reader.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList(Operations.NAME, MISSING))
                .errors();

        assertThat(errors).hasSize(2);
        assertThat(errors.get(1).toString()).isEqualTo(errors.get(0).toString().replace(Operations.NAME, MISSING));
    }

    @Test
    void denials_ofBothKinds_takeAboutTheSameTime() {
        assertAlikeInTime();
    }

    @Test
    void denials_ofASecretWithALongPolicyAndOfNone_takeAboutTheSameTime() {
        String[] statements = IntStream.range(0, 50)
                .mapToObj(i -> Policies.statement("Allow", Policies.APP + i, "secretsmanager:GetSecretValue"))
                .toArray(String[]::new);
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(Operations.NAME, Policies.document(statements)));

        assertAlikeInTime();
    }

    /** Interleaved, so that what else the machine does meets both alike; a median does not mind the rest. */
    private void assertAlikeInTime() {
        long seed = 11;
        Random random = new Random(seed);
        SecretsManager unaudited = new EmbeddedSecretsManager(
                        fixture.store,
                        fixture.keys,
                        Policies.of(Policies.APP, Policies.allow("*", SecretsFixture.ARN_PREFIX + "other/*")),
                        AuditListener.none(),
                        fixture.options)
                .as(CALLER);
        String[] ids = {Operations.NAME, MISSING};
        long[][] nanos = new long[2][SAMPLES];
        for (int i = -SAMPLES; i < SAMPLES; i++) { // the first half warms up
            int first = random.nextInt(2);
            for (int id : new int[] {first, 1 - first}) {
                nanos[id][Math.max(0, i)] = timeOfDenial(unaudited, ids[id]);
            }
        }
        long existing = median(nanos[0]);
        long missing = median(nanos[1]);
        assertThat((double) Math.max(existing, missing) / Math.min(existing, missing))
                .as("medians: %s ns for one that is there, %s ns for one that is not; seed %s", existing, missing, seed)
                .isLessThan(2);
    }

    private static long timeOfDenial(SecretsManager secrets, String id) {
        long start = System.nanoTime();
        try {
            secrets.getSecretValue(id);
            throw new AssertionError("not denied");
        } catch (AccessDeniedException expected) {
            return System.nanoTime() - start;
        }
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
