package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.Operations.Operation;
import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.LeakScanner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exactly which events each operation leaves, by what becomes of it. Events are written as
 * {@code PHASE Name resource {parameters} errorCode}, where SECRET, NEW and TOKEN stand for what is different each
 * time, and POLICY for a long one.
 */
final class AuditTrailTest {
    private static final CallerIdentity CALLER = CallerIdentity.of(Policies.APP).context("aws:SourceIp", "203.0.113.7");

    /**
     * What each of {@link Operations#all} leaves when it succeeds, and those that a store of one region refuses when they are
     * refused. BOTH is an intent and an outcome that say the same.
     */
    private static final String WHEN_IT_SUCCEEDS = """
            BatchGetSecretValue[] NONE -> OUTCOME GetSecretValue SECRET {secretId=app/db}; OUTCOME BatchGetSecretValue {secretIdList=[app/db]}
            BatchGetSecretValue[ListSecrets] NONE -> OUTCOME GetSecretValue SECRET {secretId=SECRET}; OUTCOME BatchGetSecretValue {filters=[]}
            GetRandomPassword[] NONE -> OUTCOME GetRandomPassword {}
            ListSecrets[] NONE -> OUTCOME ListSecrets {}
            ValidateResourcePolicy[PutResourcePolicy] NONE -> OUTCOME ValidateResourcePolicy {resourcePolicy=POLICY}
            DescribeSecret[] SECRET -> OUTCOME DescribeSecret SECRET {secretId=app/db}
            GetResourcePolicy[] SECRET -> OUTCOME GetResourcePolicy SECRET {secretId=app/db}
            GetSecretValue[] SECRET -> OUTCOME GetSecretValue SECRET {secretId=app/db}
            ListSecretVersionIds[] SECRET -> OUTCOME ListSecretVersionIds SECRET {secretId=app/db}
            ValidateResourcePolicy[PutResourcePolicy] SECRET -> OUTCOME ValidateResourcePolicy SECRET {secretId=app/db, resourcePolicy=POLICY}
            CancelRotateSecret[] SECRET -> BOTH CancelRotateSecret SECRET {secretId=app/db}
            DeleteResourcePolicy[] SECRET -> BOTH DeleteResourcePolicy SECRET {secretId=app/db}
            DeleteSecret[] SECRET -> INTENT DeleteSecret SECRET {secretId=app/db}; OUTCOME StartSecretVersionDelete SECRET {}; OUTCOME DeleteSecret SECRET {secretId=app/db}
            PutResourcePolicy[] SECRET -> BOTH PutResourcePolicy SECRET {secretId=app/db, resourcePolicy=POLICY}
            PutSecretValue[] SECRET -> BOTH PutSecretValue SECRET {secretId=app/db, clientRequestToken=TOKEN}
            RemoveRegionsFromReplication[] SECRET -> BOTH RemoveRegionsFromReplication SECRET {secretId=app/db, removeReplicaRegions=[eu-west-1]}
            ReplicateSecretToRegions[] SECRET -> OUTCOME ReplicateSecretToRegions SECRET {secretId=app/db, addReplicaRegions=[{region=eu-west-1}]} InvalidParameterException
            RestoreSecret[] SECRET -> BOTH RestoreSecret SECRET {secretId=app/db}
            RotateSecret[] SECRET -> BOTH RotateSecret SECRET {secretId=app/db, clientRequestToken=TOKEN}
            StopReplicationToReplica[] SECRET -> OUTCOME StopReplicationToReplica SECRET {secretId=app/db} InvalidParameterException
            TagResource[] SECRET -> BOTH TagResource SECRET {secretId=app/db, tags=[{key=stage, value=prod}]}
            UntagResource[] SECRET -> BOTH UntagResource SECRET {secretId=app/db, tagKeys=[team]}
            UpdateSecret[] SECRET -> BOTH UpdateSecret SECRET {secretId=app/db, clientRequestToken=TOKEN, description=new}
            UpdateSecretVersionStage[] SECRET -> BOTH UpdateSecretVersionStage SECRET {secretId=app/db, versionStage=BLUE, moveToVersionId=11111111-1111-1111-1111-111111111111}
            CreateSecret[] NEW_SECRET -> BOTH CreateSecret NEW {name=app/new, clientRequestToken=TOKEN}
            CreateSecret[TagResource] NEW_SECRET -> BOTH CreateSecret NEW {name=app/new, clientRequestToken=TOKEN, tags=[{key=team, value=payments}]}
            CreateSecret[ReplicateSecretToRegions] NEW_SECRET -> OUTCOME CreateSecret NEW {name=app/new, clientRequestToken=TOKEN, addReplicaRegions=[{region=eu-west-1}]} InvalidParameterException
            """;

    private static final Map<String, List<String>> TRAILS = WHEN_IT_SUCCEEDS
            .lines()
            .map(line -> line.split(" -> "))
            .collect(Collectors.toMap(parts -> parts[0], parts -> events(parts[1])));

    private static List<String> events(String written) {
        return written.startsWith("BOTH ")
                ? List.of(written.replaceFirst("BOTH", "INTENT"), written.replaceFirst("BOTH", "OUTCOME"))
                : List.of(written.split("; "));
    }

    private static final Pattern TOKEN = Pattern.compile("\\b(?!1{8})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");
    private static final Pattern NEW = Pattern.compile(SecretsFixture.ARN_PREFIX + "app/new-[A-Za-z0-9]{6}");

    private final SecretsFixture fixture = new SecretsFixture();
    private final FaultySecretStore store = new FaultySecretStore(fixture.store);
    private final SecretsManager app = manager(store, Policies.allow("*", "*"));
    private String arn = "";

    @BeforeEach
    void prepare() {
        arn = Operations.prepare(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private SecretsManager manager(SecretStore over, String... statements) {
        return new EmbeddedSecretsManager(
                        over, fixture.keys, Policies.of(Policies.APP, statements), fixture.trail::add, fixture.options)
                .as(CALLER);
    }

    private List<String> trail() {
        return fixture.trail.stream().map(this::written).toList();
    }

    private String written(AuditEvent event) {
        String text = Stream.of(
                        event.phase().toString(),
                        event.eventName(),
                        event.resourceArn().orElse(""),
                        event.requestParameters().toString(),
                        event.errorCode().orElse(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        String named = NEW.matcher(text.replace(arn, "SECRET").replace(Policies.resource(), "POLICY"))
                .replaceAll("NEW");
        return TOKEN.matcher(named).replaceAll("TOKEN");
    }

    private static List<String> trailOf(Operation operation) {
        return TRAILS.get(nameOf(operation));
    }

    private static String nameOf(Operation operation) {
        return operation + " " + operation.resource();
    }

    /** What the operation leaves as a whole when it is refused: its last event, with the error in place of another one. */
    private static String refused(Operation operation, String errorCode) {
        List<String> trail = trailOf(operation);
        String last = trail.get(trail.size() - 1);
        return last.substring(0, last.lastIndexOf('}') + 1) + " " + errorCode;
    }

    /** The same where nothing was found out about the secret, so that not even its ARN is known. */
    private static String refusedBlindly(Operation operation, String errorCode) {
        return refused(operation, errorCode).replaceFirst(" (SECRET|NEW) ", " ");
    }

    // Success

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofSuccess(Operation operation) {
        Optional<Throwable> thrown = Optional.ofNullable(catchThrowable(() -> operation.perform(app)));

        assertThat(thrown.isPresent()).isEqualTo(operation.refusedWith().isPresent());
        assertThat(trail()).isEqualTo(trailOf(operation));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofSuccess_hasTheOtherMembersToo(Operation operation) {
        catchThrowable(() -> operation.perform(app));

        assertThat(fixture.trail).allSatisfy(event -> {
            assertThat(event.time()).isEqualTo(fixture.clock.instant());
            assertThat(event.elapsed().isPresent()).isEqualTo(isCall(event) && event.phase() == Phase.OUTCOME);
            if (isCall(event)) {
                assertThat(event.principal()).isEqualTo(Policies.APP);
                assertThat(event.decidedBy()).contains("statement 0 of the identity-based policy \"test\"");
                assertThat(event.sourceAddress()).contains("203.0.113.7");
            } else {
                assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com");
                assertThat(event.decidedBy()).isEmpty();
                assertThat(event.sourceAddress()).isEmpty();
            }
        });
        long calls = fixture.trail.stream()
                .filter(event -> isCall(event) && event.phase() == Phase.OUTCOME)
                .count();
        assertThat(fixture.trail.stream().map(AuditEvent::requestId).distinct()).hasSize((int) calls);
    }

    private static boolean isCall(AuditEvent event) {
        return !event.eventName().matches("(Test)?Rotation(Started|Succeeded|Failed|Abandoned)|\\w+VersionDelete");
    }

    // Refusals

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofDenial_isOneEvent(Operation operation) {
        catchThrowable(() -> operation.perform(manager(store, Policies.allow("Nothing", "*"))));

        assertThat(trail()).containsExactly(refused(operation, "AccessDeniedException"));
        assertThat(fixture.trail.get(0).decidedBy()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofExplicitDenial_namesTheStatement(Operation operation) {
        String denial = "{'Sid':'Frozen','Effect':'Deny','Action':'*','Resource':'*'}";
        catchThrowable(() -> operation.perform(manager(store, Policies.allow("*", "*"), denial)));

        assertThat(trail()).containsExactly(refused(operation, "AccessDeniedException"));
        assertThat(fixture.trail.get(0).decidedBy())
                .contains("statement 1 (Sid Frozen) of the identity-based policy \"test\"");
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void trail_ofAMissingSecret_isOneEvent(Operation operation) {
        catchThrowable(() -> operation.perform(app, "app/none"));

        assertThat(trail())
                .containsExactly(refused(operation, "ResourceNotFoundException")
                        .replace("SECRET", SecretsFixture.ARN_PREFIX + "app/none-000000")
                        .replace("secretId=app/db", "secretId=app/none"));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void trail_ofAnIllegalName_isOneEvent(Operation operation) {
        catchThrowable(() -> operation.perform(app, "no name"));

        assertThat(trail())
                .containsExactly(refusedBlindly(operation, "ValidationException")
                        .replace("secretId=app/db", "secretId=no name"));
    }

    @Test
    void trail_ofInvalidInput_whereThereIsNoSecret_isOneEvent() {
        catchThrowable(() -> app.createSecret("no name", "value"));
        catchThrowable(() -> app.batchGetSecretValue(new BatchGetSecretValueRequest()));
        catchThrowable(() -> app.listSecrets(new ListSecretsRequest().nextToken("forged")));
        catchThrowable(() -> app.getRandomPassword(new GetRandomPasswordRequest()
                .excludeNumbers(true)
                .excludePunctuation(true)
                .excludeUppercase(true)
                .excludeLowercase(true)));

        assertThat(trail())
                .containsExactly(
                        "OUTCOME CreateSecret {name=no name, clientRequestToken=TOKEN} ValidationException",
                        "OUTCOME BatchGetSecretValue {} InvalidParameterException",
                        "OUTCOME ListSecrets {} InvalidNextTokenException",
                        "OUTCOME GetRandomPassword {excludeNumbers=true, excludePunctuation=true, excludeUppercase=true,"
                                + " excludeLowercase=true} InvalidParameterException");
    }

    // Races and failures

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofAChangeThatLostRaces_isThatOfSuccess(Operation operation) {
        for (int commit = 1; commit <= 3; commit++) {
            store.failCommit(commit, new StoreConflictException("Another one was faster"));
        }
        store.loseCommitAnswer(4);

        catchThrowable(() -> operation.perform(app));

        assertThat(trail()).isEqualTo(trailOf(operation));
    }

    @Test
    void trail_ofAChangeThatNeverWins_isIntentAndError() {
        for (int commit = 1; commit <= 100; commit++) {
            store.failCommit(commit, new StoreConflictException("Another one was faster"));
        }

        assertThatThrownBy(() -> app.putSecretValue("app/db", "two")).isInstanceOf(InternalServiceErrorException.class);

        assertThat(trail())
                .containsExactly(
                        "INTENT PutSecretValue SECRET {secretId=app/db, clientRequestToken=TOKEN}",
                        "OUTCOME PutSecretValue SECRET {secretId=app/db, clientRequestToken=TOKEN} InternalServiceError");
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofAStoreThatIsAway_isOneEvent(Operation operation) {
        store.failCall(1, new StoreUnavailableException("The store is away", true));
        store.failCall(2, new StoreUnavailableException("The store is away", true));

        Throwable thrown = catchThrowable(() -> operation.perform(app));

        if (store.faultsLeft() && operation.action().equals("GetRandomPassword")
                || nameOf(operation).equals("ValidateResourcePolicy[PutResourcePolicy] NONE")) {
            assertThat(trail()).isEqualTo(trailOf(operation)); // needs no store
        } else if (nameOf(operation).equals("BatchGetSecretValue[] NONE")) {
            assertThat(trail())
                    .containsExactly(
                            "OUTCOME GetSecretValue {secretId=app/db} InternalServiceError",
                            refused(operation, "InternalServiceError"));
        } else {
            assertThat(thrown).isInstanceOf(InternalServiceErrorException.class);
            assertThat(trail()).containsExactly(refusedBlindly(operation, "InternalServiceError"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void trail_ofACommitThatFails_isIntentAndError(Operation operation) {
        store.failCommit(1, new StoreUnavailableException("The disk is full", false));

        Throwable thrown = catchThrowable(() -> operation.perform(app));

        if (!operation.changes() || store.faultsLeft()) {
            assertThat(trail()).isEqualTo(trailOf(operation)); // had nothing to commit but a date of last access
        } else {
            assertThat(thrown).isInstanceOf(InternalServiceErrorException.class);
            assertThat(trail()).containsExactly(trailOf(operation).get(0), refused(operation, "InternalServiceError"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#onOneSecret")
    void trail_ofARecordThatDoesNotOpen_isOneEvent(Operation operation) {
        fixture.damage("app/db");

        catchThrowable(() -> operation.perform(app));

        assertThat(trail()).containsExactly(refusedBlindly(operation, "DecryptionFailure"));
    }

    @Test
    void trail_ofAValueThatDoesNotOpen_isOneEventEach() {
        fixture.damageValues("app/db");

        catchThrowable(() -> app.getSecretValue("app/db"));
        app.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList("app/db"));

        assertThat(trail())
                .containsExactly(
                        "OUTCOME GetSecretValue SECRET {secretId=app/db} DecryptionFailure",
                        "OUTCOME GetSecretValue SECRET {secretId=app/db} DecryptionFailure",
                        "OUTCOME BatchGetSecretValue {secretIdList=[app/db]}");
    }

    @Test
    void trail_ofAnErrorOfTheMachine_isOneEvent() {
        IdentityPolicies overflowing = caller -> {
            throw new StackOverflowError("planned");
        };
        SecretsManager broken = fixture.with(overflowing, fixture.options).as(CALLER);

        assertThatThrownBy(() -> broken.getSecretValue("app/db")).isInstanceOf(StackOverflowError.class);

        assertThat(trail()).containsExactly("OUTCOME GetSecretValue SECRET {secretId=app/db} InternalServiceError");
    }

    // BatchGetSecretValue

    @Test
    @Tag("BATCH-10")
    void trail_ofABatch_tellsEachSecretByItself() {
        fixture.secrets.createSecret("app/other", "other");
        fixture.trail.clear();
        SecretsManager reader =
                manager(store, Policies.allow("BatchGetSecretValue", "*"), Policies.allow("GetSecretValue", arn));

        reader.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList("app/none", "app/db", "app/other"));

        assertThat(trail().stream().map(text -> text.replaceAll(SecretsFixture.ARN_PREFIX + "app/other-\\w+", "OTHER")))
                .containsExactly(
                        "OUTCOME GetSecretValue " + SecretsFixture.ARN_PREFIX
                                + "app/none-000000 {secretId=app/none} AccessDeniedException",
                        "OUTCOME GetSecretValue SECRET {secretId=app/db}",
                        "OUTCOME GetSecretValue OTHER {secretId=app/other} AccessDeniedException",
                        "OUTCOME BatchGetSecretValue {secretIdList=[app/none, app/db, app/other]}");
    }

    // What happens by itself: section 8 of the reference

    private List<String> service(ThrowingCallable what) throws Throwable {
        fixture.trail.clear();
        what.call();
        return fixture.trail.stream()
                .filter(event -> !isCall(event))
                .peek(event -> assertThat(event.resourceArn()).contains(arn))
                .peek(event -> assertThat(event.phase()).isEqualTo(Phase.OUTCOME))
                .peek(event -> assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com"))
                .map(event -> event.eventName()
                        + (event.requestParameters().isEmpty() ? "" : " " + event.requestParameters()))
                .toList();
    }

    @Test
    void events_ofADeletion_areOnePerVersion() throws Throwable {
        app.putSecretValue("app/db", "two");
        DeleteSecretRequest soon = new DeleteSecretRequest("app/db").recoveryWindowInDays(7);

        assertThat(service(() -> app.deleteSecret(soon)))
                .containsExactly("StartSecretVersionDelete", "StartSecretVersionDelete");
        assertThat(service(() -> app.restoreSecret("app/db")))
                .containsExactly("CancelSecretVersionDelete", "CancelSecretVersionDelete");
        assertThat(service(() -> app.restoreSecret("app/db"))).isEmpty();
        app.deleteSecret(soon);
        fixture.clock.advance(Duration.ofDays(7));
        assertThat(service(() -> fixture.secrets.rotationQueue().purge(10)))
                .containsExactly("EndSecretVersionDelete", "EndSecretVersionDelete");
    }

    @Test
    void events_ofADeletionWithoutRecovery_areOnePerVersion() throws Throwable {
        DeleteSecretRequest now = new DeleteSecretRequest("app/db").forceDeleteWithoutRecovery(true);

        assertThat(service(() -> app.deleteSecret(now))).containsExactly("EndSecretVersionDelete");
        assertThat(service(() -> app.deleteSecret(now))).isEmpty();
    }

    /** The name of a secret whose recovery window is over is free; taking it deletes what is left. */
    @Test
    void events_ofANewSecretInThePlaceOfAGoneOne_tellTheEndOfThatOne() throws Throwable {
        app.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        assertThat(service(() -> app.createSecret("app/db", "new"))).containsExactly("EndSecretVersionDelete");
    }

    @Test
    void events_ofRotations_tellStartAndEnd() throws Throwable {
        RotationQueue queue = fixture.secrets.rotationQueue();
        ScriptedRotator rotator = new ScriptedRotator(queue, "two");
        app.rotateSecret("app/db");

        assertThat(service(() -> queue.fail(claim(queue), "unreachable", Optional.of(fixture.clock.instant()))))
                .containsExactly("RotationStarted", "RotationFailed {reason=unreachable}");
        assertThat(service(() -> rotator.run(claim(queue)))).containsExactly("RotationSucceeded");

        app.rotateSecret("app/db");
        RotationLease lease = claim(queue);
        assertThat(service(() -> app.putSecretValue("app/db", "by hand"))).containsExactly("RotationAbandoned");
        assertThat(service(() -> catchThrowable(() -> queue.complete(lease)))).isEmpty();
    }

    @Test
    void events_ofATestOfTheRotator_tellStartAndEnd() throws Throwable {
        RotationQueue queue = fixture.secrets.rotationQueue();
        app.rotateSecret(new RotateSecretRequest("app/db").rotateImmediately(false));
        assertThat(service(() -> queue.complete(claim(queue))))
                .containsExactly("TestRotationStarted", "TestRotationSucceeded");

        app.rotateSecret(new RotateSecretRequest("app/db").rotateImmediately(false));
        assertThat(service(() -> queue.fail(claim(queue), "unreachable", Optional.empty())))
                .containsExactly("TestRotationStarted", "TestRotationFailed {reason=unreachable}");
    }

    private static RotationLease claim(RotationQueue queue) {
        return queue.claim("node", Duration.ofMinutes(5), 1).get(0);
    }

    // No values

    /** Values, passwords and rotation tokens stay out of every event, whatever became of the call. */
    @Test
    @Tag("SEC-01")
    void trail_holdsNoValue_whateverBecameOfTheCall() {
        List<Function<String, PutSecretValueRequest>> puts = List.of(
                id -> new PutSecretValueRequest(id).secretString(LeakScanner.canary()),
                id -> new PutSecretValueRequest(id)
                        .secretBinary(LeakScanner.canary().getBytes()),
                id -> new PutSecretValueRequest(id)
                        .secretString(LeakScanner.canary())
                        .rotationToken(LeakScanner.canary()));
        for (SecretsManager manager : List.of(app, manager(store, Policies.allow("Nothing", "*")))) {
            for (Function<String, PutSecretValueRequest> put : puts) {
                for (String id : List.of("app/db", "app/none", "no name")) {
                    catchThrowable(() -> manager.putSecretValue(put.apply(id)));
                    catchThrowable(() -> manager.getSecretValue(new GetSecretValueRequest(id)));
                }
            }
            store.failCommit(1, new StoreUnavailableException("The disk is full", false));
            catchThrowable(() -> manager.createSecret(
                    new CreateSecretRequest("app/" + fixture.trail.size()).secretString(LeakScanner.canary())));
            store.clearFaults();
            catchThrowable(manager::getRandomPassword);
        }
        catchThrowable(
                () -> fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", Policies.resource())));

        assertThat(fixture.trail).hasSizeGreaterThan(30);
        assertThat(LeakScanner.forCanaries().scan(fixture.trail.toString())).isEmpty();
    }
}
