package dev.secrets;

import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidateResourcePolicyRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One plain call of each of the 23 operations, for what must hold for all of them. */
final class Operations {
    static final String NAME = "app/db";
    static final String VERSION = "11111111-1111-1111-1111-111111111111";

    private Operations() {}

    /** What an operation works on, and so what policies see as its resource. */
    enum Resource {
        SECRET,
        NEW_SECRET,
        NONE
    }

    /**
     * One call.
     *
     * @param action its own action
     * @param further what else the caller must be allowed to do on the same resource
     * @param resource what it works on
     * @param changes whether it may change a secret
     * @param refusedWith the error with which a store of one region refuses it
     * @param call makes it, on the secret that the id names
     */
    record Operation(
            String action,
            List<String> further,
            Resource resource,
            boolean changes,
            Optional<String> refusedWith,
            BiConsumer<SecretsManager, String> call) {
        Operation and(String furtherAction) {
            return new Operation(action, List.of(furtherAction), resource, changes, refusedWith, call);
        }

        Operation refusedWith(String errorCode) {
            return new Operation(action, further, resource, changes, Optional.of(errorCode), call);
        }

        List<String> actions() {
            return Stream.concat(Stream.of(action), further.stream()).toList();
        }

        void perform(SecretsManager secrets, String secretId) {
            call.accept(secrets, secretId);
        }

        void perform(SecretsManager secrets) {
            perform(secrets, resource == Resource.NEW_SECRET ? "app/new" : NAME);
        }

        @Override
        public String toString() {
            return action + further;
        }
    }

    /** Makes the secret that the calls work on: one version, a tag, a rotation that was configured and tested. */
    static String prepare(SecretsFixture fixture) {
        EmbeddedSecretsManager secrets = fixture.secrets;
        String arn = secrets.createSecret(new CreateSecretRequest(NAME)
                        .clientRequestToken(VERSION)
                        .secretString("one")
                        .tags(Map.of("team", "payments")))
                .arn();
        secrets.rotateSecret(new RotateSecretRequest(NAME)
                .rotationLambdaArn("rotator")
                .rotationRules(RotationRules.afterDays(30))
                .rotateImmediately(false));
        RotationQueue queue = secrets.rotationQueue();
        queue.claim("setup", Duration.ofMinutes(1), 1).forEach(queue::complete);
        fixture.trail.clear();
        return arn;
    }

    static Stream<Operation> all() {
        return Stream.of(onNothing(), reads(), changes(), creations()).flatMap(operations -> operations);
    }

    static Stream<Operation> onOneSecret() {
        return all().filter(operation -> operation.resource() == Resource.SECRET);
    }

    private static Stream<Operation> onNothing() {
        return Stream.of(
                onNothing(
                        "BatchGetSecretValue",
                        s -> s.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList(NAME))),
                onNothing(
                                "BatchGetSecretValue",
                                s -> s.batchGetSecretValue(new BatchGetSecretValueRequest().filters(List.of())))
                        .and("ListSecrets"),
                onNothing("GetRandomPassword", SecretsManager::getRandomPassword),
                onNothing("ListSecrets", SecretsManager::listSecrets),
                onNothing(
                                "ValidateResourcePolicy",
                                s -> s.validateResourcePolicy(new ValidateResourcePolicyRequest(Policies.resource())))
                        .and("PutResourcePolicy"));
    }

    private static Stream<Operation> reads() {
        return Stream.of(
                read("DescribeSecret", SecretsManager::describeSecret),
                read("GetResourcePolicy", (s, id) -> s.getResourcePolicy(new GetResourcePolicyRequest(id))),
                read("GetSecretValue", SecretsManager::getSecretValue),
                read("ListSecretVersionIds", (s, id) -> s.listSecretVersionIds(new ListSecretVersionIdsRequest(id))),
                read(
                                "ValidateResourcePolicy",
                                (s, id) -> s.validateResourcePolicy(
                                        new ValidateResourcePolicyRequest(Policies.resource()).secretId(id)))
                        .and("PutResourcePolicy"));
    }

    private static Stream<Operation> changes() {
        List<ReplicaRegionType> regions = List.of(new ReplicaRegionType("eu-west-1"));
        return Stream.of(
                change("CancelRotateSecret", (s, id) -> s.cancelRotateSecret(new CancelRotateSecretRequest(id))),
                change("DeleteResourcePolicy", (s, id) -> s.deleteResourcePolicy(new DeleteResourcePolicyRequest(id))),
                change("DeleteSecret", SecretsManager::deleteSecret),
                change(
                        "PutResourcePolicy",
                        (s, id) -> s.putResourcePolicy(new PutResourcePolicyRequest(id, Policies.resource()))),
                change("PutSecretValue", (s, id) -> s.putSecretValue(id, "two")),
                change(
                        "RemoveRegionsFromReplication",
                        (s, id) -> s.removeRegionsFromReplication(
                                new RemoveRegionsFromReplicationRequest(id, List.of("eu-west-1")))),
                change(
                                "ReplicateSecretToRegions",
                                (s, id) -> s.replicateSecretToRegions(new ReplicateSecretToRegionsRequest(id, regions)))
                        .refusedWith("InvalidParameterException"),
                change("RestoreSecret", SecretsManager::restoreSecret),
                change("RotateSecret", SecretsManager::rotateSecret),
                change(
                                "StopReplicationToReplica",
                                (s, id) -> s.stopReplicationToReplica(new StopReplicationToReplicaRequest(id)))
                        .refusedWith("InvalidParameterException"),
                change("TagResource", (s, id) -> s.tagResource(new TagResourceRequest(id, Map.of("stage", "prod")))),
                change("UntagResource", (s, id) -> s.untagResource(new UntagResourceRequest(id, List.of("team")))),
                change("UpdateSecret", (s, id) -> s.updateSecret(new UpdateSecretRequest(id).description("new"))),
                change(
                        "UpdateSecretVersionStage",
                        (s, id) -> s.updateSecretVersionStage(
                                new UpdateSecretVersionStageRequest(id, "BLUE").moveToVersionId(VERSION))));
    }

    private static Stream<Operation> creations() {
        ReplicaRegionType region = new ReplicaRegionType("eu-west-1");
        return Stream.of(
                creation((s, id) -> s.createSecret(id, "value")),
                creation((s, id) -> s.createSecret(new CreateSecretRequest(id).tags(Map.of("team", "payments"))))
                        .and("TagResource"),
                creation((s, id) -> s.createSecret(new CreateSecretRequest(id).addReplicaRegions(region)))
                        .and("ReplicateSecretToRegions")
                        .refusedWith("InvalidParameterException"));
    }

    private static Operation onNothing(String action, Consumer<SecretsManager> call) {
        return new Operation(
                action, List.of(), Resource.NONE, false, Optional.empty(), (secrets, none) -> call.accept(secrets));
    }

    private static Operation read(String action, BiConsumer<SecretsManager, String> call) {
        return new Operation(action, List.of(), Resource.SECRET, false, Optional.empty(), call);
    }

    private static Operation change(String action, BiConsumer<SecretsManager, String> call) {
        return new Operation(action, List.of(), Resource.SECRET, true, Optional.empty(), call);
    }

    private static Operation creation(BiConsumer<SecretsManager, String> call) {
        return new Operation("CreateSecret", List.of(), Resource.NEW_SECRET, true, Optional.empty(), call);
    }
}
